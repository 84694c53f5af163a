package org.tigstore.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spares requests the wait for a peer that does not answer: after a few failures in a row nobody
 * waits for it any more, and one request now and then tries. A peer that has not answered for
 * longer is taken to be gone, with what it had. Safe for any number of threads.
 */
final class CircuitBreaker {
  private static final int FAILURES = 3;
  private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long GONE_NANOS = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanoTime;
  private int failures;
  private long failingSince;
  private long openUntil;

  /**
   * A breaker that lets everything pass.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  CircuitBreaker(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the peer answers, as far as is known. */
  synchronized boolean isClosed() {
    return failures < FAILURES;
  }

  /** Whether the peer has been silent for so long that nothing is expected of it any more. */
  synchronized boolean isGone() {
    return failures >= FAILURES && nanoTime.getAsLong() - failingSince >= GONE_NANOS;
  }

  /** Whether it is time to try; whoever is told so asks the peer, and says how it went. */
  synchronized boolean permitsTrial() {
    long now = nanoTime.getAsLong();
    if (isClosed() || now - openUntil < 0) {
      return false;
    }
    openUntil = now + PAUSE_NANOS;
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
    openUntil = nanoTime.getAsLong() + PAUSE_NANOS;
    return failures == FAILURES;
  }
}
