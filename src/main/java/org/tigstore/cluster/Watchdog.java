package org.tigstore.cluster;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Breaks off requests that make no progress for too long. Safe for any number of threads. */
final class Watchdog implements Closeable {
  /** How often in a limit somebody looks. */
  private static final int LOOKS = 4;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Watchdog::thread);

  Watchdog() {
    timer.setRemoveOnCancelPolicy(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tig-watchdog");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Watches something until the watch is cancelled.
   *
   * @param progress counts up as it goes on
   * @param breakOff run when nothing has been counted for as long as the limit
   */
  Future<?> watch(LongSupplier progress, Duration limit, Runnable breakOff) {
    long pause = Math.max(1, limit.toMillis() / LOOKS);
    return timer.scheduleWithFixedDelay(
        new Watch(progress, breakOff), pause, pause, TimeUnit.MILLISECONDS);
  }

  /** One look after the other, in one thread. */
  private static final class Watch implements Runnable {
    private final LongSupplier progress;
    private final Runnable breakOff;
    private long last;
    private int unchanged;

    Watch(LongSupplier progress, Runnable breakOff) {
      this.progress = progress;
      this.breakOff = breakOff;
      this.last = progress.getAsLong();
    }

    @Override
    public void run() {
      long now = progress.getAsLong();
      unchanged = now == last ? unchanged + 1 : 0;
      last = now;
      if (unchanged >= LOOKS) {
        breakOff.run();
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
