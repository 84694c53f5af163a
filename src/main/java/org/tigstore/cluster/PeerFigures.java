package org.tigstore.cluster;

/**
 * How many other nodes there are, as far as is known at the moment.
 *
 * @param configured how many addresses an operator gave; one may stand for many nodes
 * @param answering how many nodes answer
 * @param silent how many have failed to answer and are left alone for a while
 */
public record PeerFigures(int configured, int answering, int silent) {
  /** Those of a node on its own. */
  public static final PeerFigures NONE = new PeerFigures(0, 0, 0);
}
