package org.tigstore.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spares requests the wait for a peer that does not answer: after a few failures in a row nobody
 * asks it for a while, then one request at a time tries. A peer that has not answered for longer is
 * taken to be gone, with what it had. Safe for any number of threads.
 */
final class CircuitBreaker {
  private static final int FAILURES = 3;
  private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long GONE_NANOS = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanoTime;
  private int failures;
  private long failingSince;
  private long closedUntil;

  /**
   * A breaker that lets everything pass.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  CircuitBreaker(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the peer is left alone at the moment. */
  synchronized boolean isOpen() {
    return failures >= FAILURES && nanoTime.getAsLong() - closedUntil < 0;
  }

  /** Whether the peer has been silent for so long that nothing is expected of it any more. */
  synchronized boolean isGone() {
    return failures >= FAILURES && nanoTime.getAsLong() - failingSince >= GONE_NANOS;
  }

  /** Whether the peer may be asked now; whoever is told so asks, and says how it went. */
  synchronized boolean permits() {
    if (failures < FAILURES) {
      return true;
    }
    if (isOpen()) {
      return false;
    }
    // The others wait for what becomes of this one.
    closedUntil = nanoTime.getAsLong() + PAUSE_NANOS;
    return true;
  }

  /** The peer answered. */
  synchronized void succeeded() {
    failures = 0;
  }

  /** The peer did not answer; true if that was once too often. */
  synchronized boolean failed() {
    if (failures == 0) {
      failingSince = nanoTime.getAsLong();
    }
    failures++;
    closedUntil = nanoTime.getAsLong() + PAUSE_NANOS;
    return failures == FAILURES;
  }
}
