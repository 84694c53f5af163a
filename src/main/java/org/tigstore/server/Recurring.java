package org.tigstore.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Something to be done once in an interval, by one thread at a time. For any number of threads. */
final class Recurring {
  private final Duration interval;
  private final InstantSource clock;
  private final ReentrantLock working = new ReentrantLock();
  private Instant next;

  /** It is due at once. */
  Recurring(Duration interval, InstantSource clock) {
    this.interval = interval;
    this.clock = clock;
    this.next = clock.instant();
  }

  /** Does it if the interval has passed since the last time, unless another thread is at it. */
  void runIfDue(Consumer<Instant> work) {
    if (!working.tryLock()) {
      return;
    }
    try {
      Instant now = clock.instant();
      if (!now.isBefore(next)) {
        next = now.plus(interval);
        work.accept(now);
      }
    } finally {
      working.unlock();
    }
  }
}
