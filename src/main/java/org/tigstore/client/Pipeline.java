package org.tigstore.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in several threads and passes their results on in the order of the tasks. The first
 * failure of a task is thrown in its turn. For one thread, which closes it to abandon what still
 * runs.
 *
 * @param <T> what a task gives
 */
final class Pipeline<T> implements AutoCloseable {
  /** Takes the results. */
  @FunctionalInterface
  interface Sink<T> {
    void accept(T result) throws IOException;
  }

  private final ExecutorService threads;
  private final int longest;
  private final Sink<T> sink;
  private final Deque<Future<T>> begun = new ArrayDeque<>();

  /**
   * Without tasks.
   *
   * @param threads how many run at once
   * @param longest how many may have begun before the result of the first is awaited
   */
  Pipeline(int threads, int longest, Sink<T> sink) {
    this.threads = Executors.newFixedThreadPool(threads);
    this.longest = longest;
    this.sink = sink;
  }

  /** Begins a task, as soon as there is room for it. */
  void add(Callable<T> task) throws IOException {
    if (begun.size() == longest) {
      passOn();
    }
    begun.add(threads.submit(task));
  }

  /** Waits for all tasks. */
  void finish() throws IOException {
    while (!begun.isEmpty()) {
      passOn();
    }
  }

  private void passOn() throws IOException {
    try {
      sink.accept(begun.remove().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  private static IOException thrown(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException exception ? exception : new IOException(cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
