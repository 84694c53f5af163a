package org.tigstore.block;

/** Whether a read restarts the retention of a block. */
public enum Touch {
  /** Restart it: the block lives for another retention period from now. */
  RESTART,
  LEAVE
}
