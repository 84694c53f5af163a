package org.tigstore.bench;

import java.util.List;
import java.util.Optional;

/**
 * One kind of request, put on tig and, where it has one, on a peer.
 *
 * @param name what the table calls it
 * @param bytes how many bytes of blocks one moves
 * @param request the request to tig
 * @param peer who does the same, if there is anybody
 * @param mostConnections over how many it is sent at most
 * @param turns how many times longer than usual a turn is
 */
record Work(
    String name, int bytes, Request request, Optional<Peer> peer, int mostConnections, int turns) {
  private static final int MOST_CONNECTIONS_OF_LARGEST = 16;
  private static final int TURNS_OF_LARGEST = 3;

  /**
   * A server that does the same work.
   *
   * @param times how many of its requests do the work of one of tig's
   */
  record Peer(Server server, Request request, int times) {}

  Work(String name, int bytes, Request request, Optional<Peer> peer) {
    this(name, bytes, request, peer, Integer.MAX_VALUE, 1);
  }

  /** This work beside another server that does the same. */
  Work beside(Server server, Request same) {
    return new Work(
        name, bytes, request, Optional.of(new Peer(server, same, 1)), mostConnections, turns);
  }

  /** This work with blocks so large that few are moved in a turn. */
  Work ofLargest() {
    return new Work(name, bytes, request, peer, MOST_CONNECTIONS_OF_LARGEST, TURNS_OF_LARGEST);
  }

  /** This work over a single connection. */
  Work overOne() {
    return new Work(name, bytes, request, peer, 1, turns);
  }

  /** As many of these as the work is sent over. */
  List<Integer> connections(List<Integer> chosen) {
    return chosen.stream().map(open -> Math.min(open, mostConnections)).distinct().toList();
  }
}
