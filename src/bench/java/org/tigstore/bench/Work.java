package org.tigstore.bench;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * One kind of request, put on tig and, where it has one, on a peer.
 *
 * @param name what the table calls it
 * @param tig the request to tig
 * @param peer the peer that does the same
 * @param peerRequest the request to the peer
 * @param times how many pieces of work of the peer's are one of tig's
 */
record Work(
    String name, Request tig, Optional<Server> peer, Optional<Request> peerRequest, int times) {
  /**
   * What wrk has to send.
   *
   * @param script the script in src/bench/wrk
   * @param fills whether each request leaves something new behind
   */
  record Request(String script, URI address, Map<String, String> variables, boolean fills) {
    /** The same request with the same body, over and over. */
    static Request repeated(String method, URI address, int bodyBytes) {
      return new Request(
          "repeat.lua",
          address,
          Map.of("METHOD", method, "BODY_BYTES", Integer.toString(bodyBytes)),
          false);
    }

    /** PUT requests with unique bodies; {@code #} in the target stands for unique digits. */
    static Request unique(URI server, String target, int bodyBytes) {
      return new Request(
          "unique.lua",
          server,
          Map.of("TARGET", target, "BODY_BYTES", Integer.toString(bodyBytes)),
          true);
    }

    Load over(int connections) {
      return new Load(this, connections);
    }
  }

  /** A work that no peer does. */
  static Work alone(String name, Request tig) {
    return new Work(name, tig, Optional.empty(), Optional.empty(), 1);
  }

  /** A work that this peer does as well. */
  static Work beside(String name, Request tig, Server peer, Request peerRequest) {
    return new Work(name, tig, Optional.of(peer), Optional.of(peerRequest), 1);
  }

  /** This work, each one as good as so many of the peer's. */
  Work worth(int times) {
    return new Work(name, tig, peer, peerRequest, times);
  }
}
