package org.tigstore.server;

/** A node's figures as JMX asks for them. Safe for any number of threads. */
record NodeBean(NodeFigures node) implements NodeMXBean {
  private static final long UNKNOWN = -1;

  @Override
  public String getVersion() {
    return node.version();
  }

  @Override
  public boolean isReady() {
    return node.ready().getAsBoolean();
  }

  @Override
  public long getBlocks() {
    return node.store().get().blocks().orElse(UNKNOWN);
  }

  @Override
  public long getStoreBytes() {
    return node.store().get().bytes().orElse(UNKNOWN);
  }

  @Override
  public long getFreeBytes() {
    return node.store().get().freeBytes().orElse(UNKNOWN);
  }

  @Override
  public long getTotalBytes() {
    return node.store().get().totalBytes().orElse(UNKNOWN);
  }

  @Override
  public long getExpired() {
    return node.store().get().expired();
  }

  @Override
  public long getDamaged() {
    return node.store().get().damaged();
  }

  @Override
  public long getScrubbed() {
    return node.store().get().scrubbed();
  }

  @Override
  public long getScrubbedBytes() {
    return node.store().get().scrubbedBytes();
  }

  @Override
  public int getConfiguredPeers() {
    return node.peers().get().configured();
  }

  @Override
  public int getAnsweringPeers() {
    return node.peers().get().answering();
  }

  @Override
  public int getSilentPeers() {
    return node.peers().get().silent();
  }
}
