package org.tigstore.cluster;

import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;

/**
 * Every peer may have a block.
 *
 * @param cluster the peers
 * @param requests how they are asked
 */
record AnyNode(Cluster cluster, PeerRequests requests) implements Elsewhere {
  @Override
  public void letGo(BlockName name) {
    cluster.letGo(name);
  }

  @Override
  public Condition ifStillHere(Condition condition) {
    return cluster.ifStillHere(condition);
  }

  @Override
  public Search search(BlockName name) {
    return cluster.peers().search(requests.has(name));
  }

  @Override
  public PeerReading reading(BlockName name, Search search) {
    return cluster.reading(name, search, requests);
  }

  @Override
  public Optional<Peer> newHome(BlockName name) {
    return cluster.newHome(name);
  }
}
