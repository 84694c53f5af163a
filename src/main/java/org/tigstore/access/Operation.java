package org.tigstore.access;

/** What a caller wants to do, as far as permission depends on it. */
public enum Operation {
  /** Read a block whose name the caller knows: the name is the permission. */
  READ,
  /** Seal, write, append, take or delete. */
  CHANGE,
  /** Learn the names of all blocks. */
  LIST
}
