package org.tigstore.access;

/** What decides who may do what. */
public enum AccessMode {
  /**
   * The API key. With one set, changes and the list need it; with none, changes are open and the
   * list is closed. Reading is always open: who knows a name may read it.
   */
  KEY,
  /** The caller's roles in the container, for reading too. */
  ROLES,
  /**
   * Who shows the API key may do everything; who shows none as with {@link #ROLES}. A wrong one is
   * refused, but for a bearer's token of somebody whom the container knows.
   */
  KEY_OR_ROLES
}
