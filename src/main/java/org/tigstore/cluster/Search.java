package org.tigstore.cluster;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Asks all peers at once who has a block, and gives those that have it in the order in which they
 * say so. For one thread.
 */
final class Search {
  private static final System.Logger LOG = System.getLogger(Search.class.getName());

  /** The search that finds nothing. */
  static final Search NONE = new Search(List.of(), Runnable::run, Duration.ZERO);

  private final CompletionService<Optional<Holder>> answers;
  private final long deadline;
  private int awaited;
  private boolean complete = true;
  private @Nullable RefusedException storeFailure;

  /**
   * Asks.
   *
   * @param questions a peer each
   * @param limit how long to wait for answers altogether
   */
  Search(List<Callable<Optional<Holder>>> questions, Executor executor, Duration limit) {
    this.answers = new ExecutorCompletionService<>(executor);
    this.deadline = System.nanoTime() + limit.toNanos();
    questions.forEach(answers::submit);
    awaited = questions.size();
  }

  /** The next peer that has it; empty once nobody else has, or says so in time. */
  Optional<Holder> next() throws IOException {
    while (awaited > 0) {
      Optional<Holder> holder = answer();
      if (holder.isPresent()) {
        return holder;
      }
    }
    return Optional.empty();
  }

  /** Whether everybody who was asked has answered, or is not there to answer. */
  boolean isComplete() {
    return complete;
  }

  /** Why nobody is known to have it, where that is not certain. */
  RefusedException uncertainty() {
    return storeFailure == null
        ? new RefusedException(
            Refusal.MISSING, "no node that answers has the block, and one does not answer")
        : storeFailure;
  }

  private Optional<Holder> answer() throws IOException {
    awaited--;
    try {
      Future<Optional<Holder>> answer =
          answers.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (answer == null) {
        awaited = 0;
        complete = false;
        return Optional.empty();
      }
      return answer.get();
    } catch (ExecutionException e) {
      LOG.log(DEBUG, "a peer does not say whether it has a block", e);
      complete = false;
      if (e.getCause() instanceof RefusedException refused
          && refused.refusal() == Refusal.STORE_FAILED) {
        storeFailure = refused;
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while peers were asked", e);
    }
  }
}
