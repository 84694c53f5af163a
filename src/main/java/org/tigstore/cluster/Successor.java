package org.tigstore.cluster;

import java.util.List;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * A peer asks a node that hands over what it has: a block is where it was handed over to, or
 * nowhere, and nothing new is made. As a node that hands over takes nothing, requests never go in
 * circles.
 *
 * @param cluster the peers
 * @param requests how they are asked
 * @param ending knows what was handed over to whom
 */
record Successor(Cluster cluster, PeerRequests requests, HandOver ending) implements Elsewhere {
  @Override
  public void letGo(BlockName name) {
    // Two nodes that hand over would wait for each other.
  }

  @Override
  public Condition ifStillHere(Condition condition) {
    return cluster.ifStillHere(condition);
  }

  @Override
  public Search search(BlockName name) {
    List<Peer> successor = ending.successor(name).stream().toList();
    return cluster.peers().search(successor, requests.has(name));
  }

  @Override
  public PeerReading reading(BlockName name, Search search) {
    return cluster.reading(name, search, requests);
  }

  @Override
  public Optional<Peer> newHome(BlockName name) throws RefusedException {
    throw new RefusedException(Refusal.CLOSED, "the node hands over what it has to its peers");
  }
}
