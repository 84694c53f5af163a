package org.tigstore.cluster;

/**
 * The numbers of other nodes known at the moment.
 *
 * @param configured configured base addresses, each of which may stand for many nodes
 * @param answering nodes that answer
 * @param silent nodes that have failed to answer, and to which no requests are sent for a while
 */
public record PeerFigures(int configured, int answering, int silent) {
  /** Those of a node without a cluster. */
  public static final PeerFigures NONE = new PeerFigures(0, 0, 0);
}
