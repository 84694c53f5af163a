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

  /** The status by which a node tells that it asked itself (RFC 5842, section 7.2). */
  private static final int LOOP_DETECTED = 508;

  private static final int UNAVAILABLE = 503;
  private static final long ENDING_NANOS = Duration.ofSeconds(10).toNanos();

  private final PeerAddress address;
  private final PeerClient client;
  private final CircuitBreaker breaker;
  private volatile boolean thisNode;
  private volatile long endingUntil = System.nanoTime();

  Peer(PeerAddress address, PeerClient client, ClusterSettings settings) {
    this.address = address;
    this.client = client;
    this.breaker = new CircuitBreaker(settings, System::nanoTime);
  }

  /** Whether it has this address, as text. */
  boolean isAt(String text) {
    return Network.addressIn(text).filter(address.address()::equals).isPresent();
  }

  /** Whether it has turned out to be the very node that asks. */
  boolean isThisNode() {
    return thisNode;
  }

  /** Whether it has lately refused to make something: it hands over, or stops. */
  boolean isEnding() {
    return System.nanoTime() - endingUntil < 0;
  }

  /** Whether it answers, as far as is known. */
  boolean isAnswering() {
    return breaker.isClosed();
  }

  /** Whether it has been silent for so long that nothing is expected of it any more. */
  boolean isGone() {
    return breaker.isGone();
  }

  /** Whether it is time to try one that does not answer; whoever is told so tries. */
  boolean isDueForTrial() {
    return breaker.permitsTrial();
  }

  /**
   * Asks whether the peer has a block.
   *
   * @return what it says of the block; empty if it has none, or is not there
   * @throws IOException if it does not say
   */
  Optional<Holder> has(PeerRequest request) throws IOException {
    try {
      return answerTo(request);
    } catch (IOException e) {
      if (e.getCause() instanceof ConnectException) {
        // Nobody listens there: that is an answer.
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Holder> answerTo(PeerRequest request) throws IOException {
    try (PeerAnswer answer = ask(request)) {
      return switch (answer.status()) {
        case 200 -> Optional.of(new Holder(this, PeerHead.of(answer), Optional.empty()));
        // A channel that lets nobody read is there all the same.
        case 403 ->
            Optional.of(
                new Holder(this, PeerHead.of(answer), Optional.of(PeerRefusals.of(answer))));
        case 404 ->
            answer.leadsToNothing()
                ? Optional.of(
                    new Holder(this, PeerHead.of(answer), Optional.of(PeerRefusals.dangling())))
                : Optional.empty();
        case LOOP_DETECTED -> Optional.empty();
        default -> throw PeerRefusals.of(answer);
      };
    }
  }

  /**
   * Sends a request and returns as soon as the answer's head is there; whoever called closes it.
   *
   * @throws RefusedException if the body that was to be sent is refused
   * @throws IOException if there is no answer; the message names neither keys nor parameters
   */
  PeerAnswer ask(PeerRequest request) throws IOException {
    try {
      PeerAnswer answer = sent(request);
      breaker.succeeded();
      noticeItself(answer);
      if (answer.status() == UNAVAILABLE) {
        endingUntil = System.nanoTime() + ENDING_NANOS;
      }
      return answer;
    } catch (RefusedException | ConnectionRequestTimeoutException e) {
      // The caller's body, or this node's own lack of connections, is not the peer's fault.
      throw e;
    } catch (ConnectException e) {
      // To be told so costs nothing: it is asked again every time.
      throw new IOException("nobody listens at " + address, e);
    } catch (IOException e) {
      if (breaker.failed()) {
        LOG.log(WARNING, "peer {0} does not answer: it is left alone for a while", address);
      }
      throw new IOException("peer " + address + " did not answer " + request + ": " + e, e);
    }
  }

  /**
   * As {@link #ask}, for a change.
   *
   * @throws RefusedException {@link Refusal#PEER_FAILED} if nobody knows whether it has happened
   */
  PeerAnswer change(PeerRequest request) throws RefusedException {
    try {
      return ask(request);
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      throw new RefusedException(
          Refusal.PEER_FAILED, "the node of the block did not say whether it did it", e);
    }
  }

  /**
   * Has a block of this name stored; returns once the peer says that it is.
   *
   * @throws RefusedException as the peer refuses, or {@link Refusal#PEER_FAILED}
   */
  void store(BlockName name, PeerRequest request) throws IOException {
    try (PeerAnswer answer = change(request).orRefusal()) {
      answer.checkStored(name);
    }
  }

  /** A connection that was kept may have been closed by the peer before it saw the request. */
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

  private void noticeItself(PeerAnswer answer) {
    if (answer.status() == LOOP_DETECTED && !thisNode) {
      thisNode = true;
      LOG.log(INFO, "{0} is this node: it is left out of the cluster", address);
    }
  }

  /** Where it listens. */
  @Override
  public String toString() {
    return address.toString();
  }
}
