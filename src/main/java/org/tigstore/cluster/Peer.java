package org.tigstore.cluster;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.tigstore.access.Network;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** Another node. Safe for any number of threads. */
final class Peer {
  private static final System.Logger LOG = System.getLogger(Peer.class.getName());

  /** The status of a node that has asked itself (RFC 5842, section 7.2). */
  private static final int LOOP_DETECTED = 508;

  private static final int UNAVAILABLE = 503;
  private static final long DRAINING_NANOS = Duration.ofSeconds(10).toNanos();

  private final PeerAddress address;
  private final PeerClient client;
  private final CircuitBreaker breaker;
  private volatile boolean thisNode;
  private volatile boolean absent;
  private volatile long drainingUntil = System.nanoTime();

  Peer(PeerAddress address, PeerClient client, ClusterSettings settings) {
    this.address = address;
    this.client = client;
    this.breaker = new CircuitBreaker(settings, System::nanoTime);
  }

  boolean isAt(String text) {
    return Network.addressIn(text).filter(address.address()::equals).isPresent();
  }

  /** Whether it has turned out to be this node itself. */
  boolean isThisNode() {
    return thisNode;
  }

  /** Whether it has answered 503 within the last seconds: it hands over, or stops. */
  boolean isDraining() {
    return System.nanoTime() - drainingUntil < 0;
  }

  /** Whether its latest answers did not fail too often. */
  boolean isAnswering() {
    return breaker.isClosed();
  }

  /** Whether it has not answered for so long that its blocks are given up. */
  boolean isGone() {
    return breaker.isGone();
  }

  PeerState state() {
    return new PeerState(address.toString(), health(), breaker.openFor());
  }

  private PeerState.Health health() {
    if (isGone()) {
      return PeerState.Health.GONE;
    }
    if (!isAnswering()) {
      return PeerState.Health.SILENT;
    }
    if (absent) {
      return PeerState.Health.ABSENT;
    }
    return isDraining() ? PeerState.Health.DRAINING : PeerState.Health.ANSWERING;
  }

  /** Whether the caller is to probe this peer, which does not answer. */
  boolean isDueForProbe() {
    return breaker.permitsProbe();
  }

  /**
   * Asks whether the peer has a block.
   *
   * @return what it says about the block; empty if it does not have it, or no process listens there
   * @throws IOException if it does not say
   */
  Optional<PeerAnswer.Head> has(PeerRequest request) throws IOException {
    try (PeerAnswer answer = ask(request)) {
      return switch (answer.status()) {
        // A channel that refuses readers is there all the same.
        case 200, 403 -> Optional.of(answer.head());
        case 404 -> answer.leadsToNothing() ? Optional.of(answer.head()) : Optional.empty();
        case LOOP_DETECTED -> Optional.empty();
        default -> throw answer.refusal();
      };
    } catch (IOException e) {
      if (e.getCause() instanceof ConnectException) {
        // No process listens there: that is an answer.
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Sends a request and returns the answer, for the caller to close, as soon as its head is there.
   *
   * @throws RefusedException if the body to send is refused
   * @throws IOException if there is no answer; its message has no keys and no parameters
   */
  PeerAnswer ask(PeerRequest request) throws IOException {
    try {
      PeerAnswer answer = sent(request);
      breaker.succeeded();
      absent = false;
      detectSelf(answer);
      if (answer.status() == UNAVAILABLE) {
        drainingUntil = System.nanoTime() + DRAINING_NANOS;
      }
      return answer;
    } catch (RefusedException | ConnectionRequestTimeoutException e) {
      // A bad body, or a lack of connections on this node, is not the peer's fault.
      throw e;
    } catch (ConnectException e) {
      // This answer comes at once: the breaker would save nothing.
      absent = true;
      throw new IOException("nobody listens at " + address, e);
    } catch (IOException e) {
      if (breaker.failed()) {
        LOG.log(WARNING, "peer {0} does not respond: requests to it are suspended", address);
      }
      throw new IOException("peer " + address + " did not answer " + request + ": " + e, e);
    }
  }

  /**
   * As {@link #ask}, for a change.
   *
   * @throws RefusedException {@link Refusal#PEER_FAILED} if it is not known whether it was made
   */
  PeerAnswer change(PeerRequest request) throws RefusedException {
    try {
      return ask(request);
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      throw new RefusedException(
          Refusal.PEER_FAILED, "the node that has the block did not confirm the change", e);
    }
  }

  /**
   * Sends a request that stores a block; returns when the peer has confirmed it.
   *
   * @throws RefusedException as the peer refuses, or {@link Refusal#PEER_FAILED}
   */
  void store(BlockName name, PeerRequest request) throws IOException {
    try (PeerAnswer answer = change(request).orRefusal()) {
      answer.checkStored(name);
    }
  }

  /** Retries once: the peer may have closed an idle connection before the request came. */
  private PeerAnswer sent(PeerRequest request) throws IOException {
    try {
      return client.send(address, request);
    } catch (ConnectException e) {
      throw e;
    } catch (NoHttpResponseException | SocketException e) {
      if (!request.isRepeatable()) {
        throw e;
      }
      LOG.log(DEBUG, "a kept connection was closed", e);
      return client.send(address, request);
    }
  }

  private void detectSelf(PeerAnswer answer) {
    if (answer.status() == LOOP_DETECTED && !thisNode) {
      thisNode = true;
      LOG.log(INFO, "{0} is this node: it is left out of the cluster", address);
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
