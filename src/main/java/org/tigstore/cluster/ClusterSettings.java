package org.tigstore.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a cluster.
 *
 * @param addresses the base addresses of the nodes, each host standing for all its IP addresses;
 *     empty for a node without a cluster
 * @param addLocalhost whether a node on this machine, at the first of these ports, belongs to it
 * @param trust which TLS certificates of peers are accepted
 * @param certificate the certificate of every peer, for {@link PeerTrust#PIN}
 * @param answerLimit how long peers may take to say whether they have a block
 * @param pauseLimit how long a peer may pause while it receives a request or sends a response
 * @param retryInterval the time between two requests to a peer that does not answer
 * @param goneAfter after how long without an answer such a peer is considered gone
 * @param lifetime after how long this node hands its blocks over; zero for never
 */
public record ClusterSettings(
    List<URI> addresses,
    boolean addLocalhost,
    PeerTrust trust,
    Optional<Path> certificate,
    Duration answerLimit,
    Duration pauseLimit,
    Duration retryInterval,
    Duration goneAfter,
    Duration lifetime) {
  /** Which TLS certificates of peers are accepted. */
  public enum PeerTrust {
    /** Those for the cluster's host name from an authority that Java trusts. */
    VERIFY,
    /** The configured certificate only. */
    PIN,
    /** Any certificate. */
    INSECURE
  }

  /** A copy of the list, so that the value is immutable. */
  public ClusterSettings {
    addresses = List.copyOf(addresses);
  }
}
