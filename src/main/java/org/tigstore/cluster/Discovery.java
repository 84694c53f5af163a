package org.tigstore.cluster;

import java.io.Closeable;
import java.util.List;

/** Finds the nodes of a cluster. Safe for any number of threads. */
public interface Discovery extends Closeable {
  /**
   * Where nodes are thought to listen at the moment, this one perhaps among them. Does not wait for
   * longer than a peer may take to answer, and does not fail: what was known last is better than
   * nothing.
   */
  List<PeerAddress> addresses();

  /** Lets go of everything it holds. */
  @Override
  void close();
}
