package org.tigstore.http;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what the server does in its own time. */
final class Eventually {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 20;

  private Eventually() {}

  /** Returns as soon as this holds; fails if it never does. */
  static void holds(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("still not so after " + LONGEST + ": " + what);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
