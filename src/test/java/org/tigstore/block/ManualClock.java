package org.tigstore.block;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that stand still until the test's own thread moves them. */
public final class ManualClock implements TimeSource {
  private volatile Instant now = Instant.parse("2020-01-01T00:00:00Z");

  /** Such a count may overflow, which no interval may notice. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);

  /** Lets time pass, for both clocks. */
  public void pass(Duration duration) {
    step(duration);
    nanos.addAndGet(duration.toNanos());
  }

  /** Sets the wall clock forward, or back. */
  public void step(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long nanos() {
    return nanos.get();
  }
}
