package org.tigstore.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an operator decides about a cluster.
 *
 * @param addresses where the nodes listen, hosts being resolved to every address that they have;
 *     empty for a node on its own
 * @param addLocalhost whether a node at the first of these ports on this machine belongs to it
 * @param trust whom to believe to be a peer
 * @param certificate the certificate of every peer, for {@link PeerTrust#PIN}
 * @param answerLimit how long peers may take to say whether they have a block
 * @param pauseLimit how long a peer may pause while it is sent a request, or answers it
 * @param retryInterval how long between two requests to a peer that does not answer
 * @param goneAfter how long such a peer may be silent before it is taken to be gone
 * @param lifetime how long before this node hands over what it has; zero for ever
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
  /** A copy of the list, so that the value is immutable. */
  public ClusterSettings {
    addresses = List.copyOf(addresses);
  }
}
