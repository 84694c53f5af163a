package org.tigstore.access;

/** What an operation is permitted by. */
public enum Permission {
  /** Nothing need be permitted: it tells nothing of any block, and changes none. */
  NONE,
  /** To work out names, which stores nothing. */
  NAME,
  /** To read a block whose name the caller knows. */
  READ,
  /** To add: seal, make what is not there, append. What is there stays as it is. */
  ADD,
  /** To change and to remove what is there. */
  CHANGE,
  /** To learn the names of all blocks. */
  LIST,
  /** To learn how the node is doing, in figures. */
  MONITOR
}
