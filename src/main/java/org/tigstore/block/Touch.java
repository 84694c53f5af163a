package org.tigstore.block;

/** Whether a read renews the retention of a block. */
public enum Touch {
  /** Renew it: the block lives for another retention period from now. */
  RENEW,
  /** Keep it as it is. */
  KEEP
}
