package org.tigstore.block;

/** Whether reading a block restarts its retention. */
public enum Touch {
  /** Restart it: the block lives for a whole retention period from now. */
  RESTART,
  /** Leave it as it is. */
  LEAVE
}
