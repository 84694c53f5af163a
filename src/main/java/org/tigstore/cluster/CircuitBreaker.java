package org.tigstore.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Opens after three failures of a peer in a row: requests then do not wait for it, and one request
 * in each {@link ClusterSettings#retryInterval} probes it. A peer that has not answered for {@link
 * ClusterSettings#goneAfter} is considered gone, with its blocks. Safe for any number of threads.
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
   * A closed breaker.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  CircuitBreaker(ClusterSettings settings, LongSupplier nanoTime) {
    this.retryNanos = settings.retryInterval().toNanos();
    this.goneNanos = settings.goneAfter().toNanos();
    this.nanoTime = nanoTime;
  }

  synchronized boolean isClosed() {
    return failures < FAILURES;
  }

  /** Whether the peer has not answered for so long that it is considered gone. */
  synchronized boolean isGone() {
    return failures >= FAILURES && nanoTime.getAsLong() - failingSince >= goneNanos;
  }

  /** How long the peer has not answered; empty if the breaker is closed. */
  synchronized Optional<Duration> openFor() {
    return isClosed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanoTime.getAsLong() - failingSince));
  }

  /** Whether a probe is due; if so, the caller makes it, and reports its result. */
  synchronized boolean permitsProbe() {
    long now = nanoTime.getAsLong();
    if (isClosed() || now - openUntil < 0) {
      return false;
    }
    openUntil = now + retryNanos;
    return true;
  }

  synchronized void succeeded() {
    failures = 0;
  }

  /** Reports a failure; returns whether it opened the breaker. */
  synchronized boolean failed() {
    if (failures == 0) {
      failingSince = nanoTime.getAsLong();
    }
    failures++;
    openUntil = nanoTime.getAsLong() + retryNanos;
    return failures == FAILURES;
  }
}
