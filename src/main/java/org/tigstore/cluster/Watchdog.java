package org.tigstore.cluster;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Aborts requests that make no progress for too long. Safe for any number of threads. */
final class Watchdog implements Closeable {
  private static final int CHECKS_PER_LIMIT = 4;

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
   * Watches a request until the watch is closed.
   *
   * @param progress changes whenever the request makes progress
   * @param abort run when it has not changed for as long as the limit
   */
  Watch watch(LongSupplier progress, Duration limit, Runnable abort) {
    return new Watch(progress, limit, abort);
  }

  /** The watch on one request. */
  final class Watch implements Closeable {
    private final LongSupplier progress;
    private final Runnable abort;
    private long last;
    private int unchanged;
    private volatile boolean expired;
    private final Future<?> checks;

    private Watch(LongSupplier progress, Duration limit, Runnable abort) {
      this.progress = progress;
      this.abort = abort;
      this.last = progress.getAsLong();
      long pause = Math.max(1, limit.toMillis() / CHECKS_PER_LIMIT);
      this.checks = timer.scheduleWithFixedDelay(this::check, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void check() {
      long now = progress.getAsLong();
      unchanged = now == last ? unchanged + 1 : 0;
      last = now;
      if (unchanged >= CHECKS_PER_LIMIT) {
        expired = true;
        abort.run();
      }
    }

    /** Whether the request was aborted for making no progress. */
    boolean hasExpired() {
      return expired;
    }

    @Override
    public void close() {
      checks.cancel(false);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
