package org.tigstore.web;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.tigstore.access.FailurePace;

/**
 * Sends answers when it is their turn, with one thread for all. Closing sends at once what still
 * waits. Safe for any number of threads.
 */
public final class LateAnswers implements Closeable {
  private final FailurePace pace;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, LateAnswers::thread);

  private final LongAdder putOff = new LongAdder();

  /** Sends at this pace. */
  public LateAnswers(FailurePace pace) {
    this.pace = pace;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tig-late");
    thread.setDaemon(true);
    return thread;
  }

  /** As {@link FailurePace#next}. */
  Optional<Duration> next(String address) {
    return pace.next(address);
  }

  /** Runs this after that time, or at once if nothing waits any more. */
  void after(Duration wait, Runnable answering) {
    putOff.increment();
    try {
      // It tells of failure by itself.
      var unused = timer.schedule(answering, wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      answering.run();
    }
  }

  /** How many answers were put off until now. */
  public long putOff() {
    return putOff.sum();
  }

  @Override
  public void close() {
    timer.shutdownNow().forEach(Runnable::run);
  }
}
