package org.tigstore.access;

/** What a caller is let in by. */
public enum Admission {
  /** What is asked for is open to everybody here. */
  OPEN,
  /** The API key. */
  BY_KEY,
  /** A role. */
  BY_ROLE,
  /** A role that permits to add, and not to replace what is there. */
  BY_ROLE_TO_ADD;

  /** Whether it is by a role. */
  public boolean isByRole() {
    return this == BY_ROLE || this == BY_ROLE_TO_ADD;
  }
}
