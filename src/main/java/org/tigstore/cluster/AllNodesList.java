package org.tigstore.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.tigstore.block.BlockName;
import org.tigstore.block.Listing;

/** What all nodes list, one node after the other: a block that two of them have comes twice. */
final class AllNodesList implements Listing {
  private final List<Iterator<BlockName>> nodes = new ArrayList<>();
  private final List<PeerList> peers = new ArrayList<>();

  /** Begins with these names. */
  AllNodesList(Iterator<BlockName> own) {
    nodes.add(own);
  }

  /** Adds those that a peer answers with; closes the answer in the end. */
  void add(PeerAnswer answer) throws IOException {
    PeerList list = new PeerList(answer);
    peers.add(list);
    nodes.add(list);
  }

  @Override
  public boolean hasNext() {
    while (!nodes.isEmpty() && !nodes.get(0).hasNext()) {
      nodes.remove(0);
    }
    return !nodes.isEmpty();
  }

  @Override
  public BlockName next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return nodes.get(0).next();
  }

  @Override
  public void close() throws IOException {
    for (PeerList peer : peers) {
      peer.close();
    }
  }
}
