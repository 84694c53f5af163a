package org.tigstore.access;

/** The basis on which a caller was admitted. */
public enum Admission {
  /** The operation is open to everyone. */
  OPEN,
  BY_KEY,
  BY_ROLE,
  /** A role that permits adding but not replacing. */
  BY_ROLE_TO_ADD;

  public boolean isByRole() {
    return this == BY_ROLE || this == BY_ROLE_TO_ADD;
  }
}
