package org.tigstore.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spares requests the wait for a peer that does not answer: after a few failures in a row nobody
 * asks it for a while, then one request at a time tries. Safe for any number of threads.
 */
final class CircuitBreaker {
  private static final int FAILURES = 3;
  private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanoTime;
  private int failures;
  private long closedUntil;

  /**
   * A breaker that lets everything pass.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  CircuitBreaker(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the peer may be asked now; whoever is told so says afterwards how it went. */
  synchronized boolean permits() {
    if (failures < FAILURES) {
      return true;
    }
    long now = nanoTime.getAsLong();
    if (now - closedUntil < 0) {
      return false;
    }
    // The others wait for what becomes of this one.
    closedUntil = now + PAUSE_NANOS;
    return true;
  }

  /** The peer answered. */
  synchronized void succeeded() {
    failures = 0;
  }

  /** The peer did not answer; true if that was once too often. */
  synchronized boolean failed() {
    failures++;
    closedUntil = nanoTime.getAsLong() + PAUSE_NANOS;
    return failures == FAILURES;
  }
}
