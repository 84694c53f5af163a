package org.tigstore.server;

/**
 * What JMX shows of a node. Numbers are as of now, and -1 where they are not known; what happened
 * counts from the node's start.
 */
public interface NodeMXBean {
  /** Which tig this is. */
  String getVersion();

  /** Whether callers may come. */
  boolean isReady();

  /** How many blocks there are. */
  long getBlocks();

  /** How many bytes these have together. */
  long getStoreBytes();

  /** How many bytes there is room for. */
  long getFreeBytes();

  /** How large the file system is, in bytes. */
  long getTotalBytes();

  /** How many blocks have expired. */
  long getExpired();

  /** How many sealed blocks were found damaged. */
  long getDamaged();

  /** How many sealed blocks were hashed again to see whether they are damaged. */
  long getScrubbed();

  /** How many bytes these had together. */
  long getScrubbedBytes();

  /** How many addresses of other nodes the settings have. */
  int getConfiguredPeers();

  /** How many other nodes answer. */
  int getAnsweringPeers();

  /** How many other nodes do not answer. */
  int getSilentPeers();
}
