package org.tigstore.access;

/** The roles that a container may give a caller; one caller may have several. */
public enum Role {
  /** Reads blocks whose names the caller knows. */
  READ("tig-read"),
  /** Adds, but does not change or delete existing blocks. */
  APPEND("tig-append"),
  /** Adds, changes and deletes. */
  WRITE("tig-write"),
  /** Lists all blocks and reads metrics and status. */
  ADMIN("tig-admin");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** The role's name in the container. */
  public String label() {
    return label;
  }

  /** Whether the role permits this. */
  public boolean permits(Permission permission) {
    return switch (permission) {
      case NONE, NAME -> true;
      case READ -> this == READ;
      case ADD -> this == APPEND || this == WRITE;
      case CHANGE -> this == WRITE;
      case LIST, MONITOR -> this == ADMIN;
    };
  }
}
