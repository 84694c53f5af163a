package org.tigstore.cluster;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Asks peers at the same time whether they have a block, and returns those that have it in the
 * order of their answers. For one thread.
 */
final class Search {
  private static final System.Logger LOG = System.getLogger(Search.class.getName());

  static final String SILENT_PEER = "one node did not respond";

  private final BlockName name;
  private final PeerRequests requests;
  private final PeerRequest question;
  private final CompletionService<Optional<PeerHit>> answers;
  private final long deadline;
  private int awaited;
  private Optional<String> gap = Optional.empty();
  private Optional<PeerHit> latest = Optional.empty();
  private @Nullable RefusedException storeFailure;

  /** A search that has asked no peer yet. The limit of the question is that of all answers. */
  Search(BlockName name, PeerRequests requests, Executor executor) {
    this.name = name;
    this.requests = requests;
    this.question = requests.has(name);
    this.answers = new ExecutorCompletionService<>(executor);
    this.deadline = System.nanoTime() + question.limit().toNanos();
  }

  static Search none(BlockName name, PeerRequests requests) {
    return new Search(name, requests, Runnable::run);
  }

  BlockName name() {
    return name;
  }

  PeerRequests requests() {
    return requests;
  }

  void ask(Peer peer) {
    try {
      answers.submit(() -> peer.has(question).map(head -> new PeerHit(name, peer, head)));
      awaited++;
    } catch (RejectedExecutionException e) {
      LOG.log(DEBUG, "too many lookups are running", e);
      markIncomplete(SILENT_PEER);
    }
  }

  /** Notes why a peer that may have the block does not say so, in a clause for callers. */
  void markIncomplete(String reason) {
    gap = Optional.of(reason);
  }

  /** The next peer that has the block; empty if no other says so in time. */
  Optional<PeerHit> next() throws IOException {
    while (awaited > 0) {
      Optional<PeerHit> hit = answer();
      if (hit.isPresent()) {
        latest = hit;
        return hit;
      }
    }
    return Optional.empty();
  }

  /** The latest peer found; empty if none has been. */
  Optional<PeerHit> latest() {
    return latest;
  }

  /** Why another peer may have the block; empty if every peer has answered. */
  Optional<RefusedException> uncertainty() {
    return gap.map(
        reason ->
            storeFailure == null
                ? new RefusedException(
                    Refusal.UNDECIDED, "no node has reported the block, and " + reason)
                : storeFailure);
  }

  private Optional<PeerHit> answer() throws IOException {
    awaited--;
    try {
      Future<Optional<PeerHit>> answer =
          answers.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (answer == null) {
        awaited = 0;
        markIncomplete(SILENT_PEER);
        return Optional.empty();
      }
      return answer.get();
    } catch (ExecutionException e) {
      LOG.log(DEBUG, "a peer did not respond to a lookup", e);
      markIncomplete(SILENT_PEER);
      if (e.getCause() instanceof RefusedException refused
          && refused.refusal() == Refusal.STORE_FAILED) {
        storeFailure = refused;
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted during a lookup", e);
    }
  }
}
