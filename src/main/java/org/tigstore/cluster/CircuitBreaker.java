package org.tigstore.cluster;

import java.util.function.LongSupplier;

/**
 * Spares requests the wait for a peer that does not answer: after three failures in a row nobody
 * waits for it any more, and one request tries it once in {@link ClusterSettings#retryInterval}. A
 * peer that has not answered for {@link ClusterSettings#goneAfter} is taken to be gone, with what
 * it had. Safe for any number of threads.
 */
final class CircuitBreaker {
  private static final int FAILURES = 3;

  private final long retryNanos;
  private final long goneNanos;
  private final LongSupplier nanoTime;
  private int failures;
  private long failingSince;
  private long openUntil;

  /**
   * A breaker that lets everything pass.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  CircuitBreaker(ClusterSettings settings, LongSupplier nanoTime) {
    this.retryNanos = settings.retryInterval().toNanos();
    this.goneNanos = settings.goneAfter().toNanos();
    this.nanoTime = nanoTime;
  }

  /** Whether the peer answers, as far as is known. */
  synchronized boolean isClosed() {
    return failures < FAILURES;
  }

  /** Whether the peer has been silent for so long that nothing is expected of it any more. */
  synchronized boolean isGone() {
    return failures >= FAILURES && nanoTime.getAsLong() - failingSince >= goneNanos;
  }

  /** Whether it is time to try; whoever is told so asks the peer, and says how it went. */
  synchronized boolean permitsTrial() {
    long now = nanoTime.getAsLong();
    if (isClosed() || now - openUntil < 0) {
      return false;
    }
    openUntil = now + retryNanos;
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
    openUntil = nanoTime.getAsLong() + retryNanos;
    return failures == FAILURES;
  }
}
