package org.tigstore.server;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.tigstore.block.TimeSource;

/**
 * A task that runs once in an interval, in one thread at a time. Safe for any number of threads.
 */
final class Recurring {
  /** A timer that is as long as the interval may be a little early. */
  private static final long TOLERANCE_NANOS = Duration.ofMillis(100).toNanos();

  private final long interval;
  private final TimeSource clock;
  private final ReentrantLock working = new ReentrantLock();
  private long next;

  /** The task is due at once. */
  Recurring(Duration interval, TimeSource clock) {
    this.interval = interval.toNanos();
    this.clock = clock;
    this.next = clock.nanos();
  }

  /**
   * Runs the task if it has been due for so long, which it is when the interval has passed since
   * its last run, and no thread is running it.
   */
  void runIfDueFor(Duration delay, Runnable work) {
    if (!working.tryLock()) {
      return;
    }
    try {
      long now = clock.nanos();
      if (now - next >= delay.toNanos() - TOLERANCE_NANOS) {
        next = now + interval;
        work.run();
      }
    } finally {
      working.unlock();
    }
  }
}
