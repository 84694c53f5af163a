package org.tigstore.access;

/** How access is decided. */
public enum AccessMode {
  /**
   * The API key. If one is set, changes and the list need it; otherwise changes are open and the
   * list is closed. Reads are always open to callers that know the name.
   */
  KEY,
  /** The caller's roles in the container, for reads too. */
  ROLES,
  /**
   * The API key permits everything; a caller without a key needs a role as with {@link #ROLES}. A
   * wrong key is refused, except for a bearer token of a caller that the container knows.
   */
  KEY_OR_ROLES
}
