package org.tigstore.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A task that runs once in an interval, in one thread at a time. Safe for any number of threads.
 */
final class Recurring {
  /** A timer that is as long as the interval may be a little early. */
  private static final Duration TOLERANCE = Duration.ofMillis(100);

  private final Duration interval;
  private final InstantSource clock;
  private final ReentrantLock working = new ReentrantLock();
  private Instant next;

  /** The task is due at once. */
  Recurring(Duration interval, InstantSource clock) {
    this.interval = interval;
    this.clock = clock;
    this.next = clock.instant();
  }

  /** Runs the task if the interval has passed since its last run, and no thread is running it. */
  void runIfDue(Consumer<Instant> work) {
    if (!working.tryLock()) {
      return;
    }
    try {
      Instant now = clock.instant();
      if (!now.isBefore(next.minus(TOLERANCE))) {
        next = now.plus(interval);
        work.accept(now);
      }
    } finally {
      working.unlock();
    }
  }
}
