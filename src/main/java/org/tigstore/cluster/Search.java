package org.tigstore.cluster;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
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

  private final CompletionService<Optional<Holder>> answers;
  private final long deadline;
  private int awaited;
  private boolean complete = true;
  private @Nullable RefusedException storeFailure;

  /**
   * A search in which nobody has been asked yet.
   *
   * @param limit how long to wait for answers altogether
   */
  Search(Executor executor, Duration limit) {
    this.answers = new ExecutorCompletionService<>(executor);
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** The search in which nobody is asked. */
  static Search none() {
    return new Search(Runnable::run, Duration.ZERO);
  }

  /** Asks a peer. */
  void ask(Callable<Optional<Holder>> question) {
    try {
      answers.submit(question);
      awaited++;
    } catch (RejectedExecutionException e) {
      LOG.log(DEBUG, "too many questions are open", e);
      missOne();
    }
  }

  /** Leaves out a peer that might have it. */
  void missOne() {
    complete = false;
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

  /** Why it is not certain that nobody else has it; empty once everybody has said so. */
  Optional<RefusedException> uncertainty() {
    if (complete) {
      return Optional.empty();
    }
    return Optional.of(
        storeFailure == null
            ? new RefusedException(
                Refusal.UNDECIDED, "nobody says to have the block, and a node says nothing")
            : storeFailure);
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
