package org.tigstore.process;

import java.time.Duration;

/** Waits for what another process or thread is about to do. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long POLL_MILLIS = 10;

  private Eventually() {}

  /** Something that will hold. */
  @FunctionalInterface
  interface Hope {
    boolean holds() throws Exception;
  }

  /** Returns as soon as it holds; fails when patience ends. */
  static void holds(String what, Hope hope) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!hope.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + PATIENCE + " in vain: " + what);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
