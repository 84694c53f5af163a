package org.tigstore.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.IoRunnable;

/**
 * Runs tasks in a bounded number of threads. Whoever brings a task waits while all threads are
 * busy, so that what waits takes no memory. After a task has failed, no other one starts. For one
 * thread that brings tasks.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final Semaphore idle;
  private final ExecutorService executor;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** So many threads, which do not keep the process from ending. */
  public Workers(int threads) {
    this.threads = threads;
    this.idle = new Semaphore(threads);
    this.executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "tig-worker");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts a task as soon as a thread is idle.
   *
   * @throws IOException as an earlier task failed
   */
  public void run(IoRunnable task) throws IOException {
    acquire(1);
    if (failure.get() != null) {
      idle.release();
      throwFailure();
    }
    executor.execute(() -> perform(task));
  }

  private void perform(IoRunnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    } finally {
      idle.release();
    }
  }

  /**
   * Waits until all tasks have ended; more may follow.
   *
   * @throws IOException as a task failed
   */
  public void finish() throws IOException {
    acquire(threads);
    idle.release(threads);
    throwFailure();
  }

  private void acquire(int permits) throws InterruptedIOException {
    try {
      idle.acquire(permits);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private void throwFailure() throws IOException {
    Throwable cause = failure.get();
    if (cause instanceof IOException e) {
      throw e;
    }
    if (cause != null) {
      throw new IllegalStateException(cause);
    }
  }

  /** Interrupts what still runs. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
