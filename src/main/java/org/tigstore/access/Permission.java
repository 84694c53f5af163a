package org.tigstore.access;

/** The permissions that operations require. */
public enum Permission {
  /** None: the operation reveals nothing about blocks and changes none. */
  NONE,
  /** Compute names, which stores nothing. */
  NAME,
  /** Read a block whose name the caller knows. */
  READ,
  /** Add: seal, create, append. Existing bytes stay unchanged. */
  ADD,
  /** Change and delete existing blocks. */
  CHANGE,
  /** List the names of all blocks. */
  LIST,
  /** Read the node's metrics and status. */
  MONITOR
}
