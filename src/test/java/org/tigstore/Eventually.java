package org.tigstore;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another process or thread is about to do. */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long PAUSE_MILLIS = 10;

  private Eventually() {}

  /** Returns as soon as this holds; fails when patience ends. */
  public static void holds(String what, Callable<Boolean> condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!asked(what, condition)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + PATIENCE + " in vain: " + what);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean asked(String what, Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError("cannot be told: " + what, e);
    }
  }
}
