package org.tigstore.server;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs a node's periodic work in a thread of its own, as it may take longer than a container's
 * timer waits for.
 */
final class NodeThread implements Closeable {
  /** How often a container's timer asks for a sweep. */
  private static final Duration TIMER_INTERVAL = Duration.ofMinutes(1);

  private static final long STOP_SECONDS = 10;

  private final Node node;
  private final boolean sweeping;
  private final WildFlyBodyLimit bodyLimit = new WildFlyBodyLimit();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tig-retention"));

  private NodeThread(Node node, boolean sweeping) {
    this.node = node;
    this.sweeping = sweeping;
  }

  /**
   * Starts the thread; the first sweep is due at once.
   *
   * @param timer whether a container's timer calls {@link #sweep} once a minute; the thread itself
   *     then sweeps only where the interval is shorter, and when the timer is late: it may go by
   *     the wall clock, which may be set back
   */
  static NodeThread start(Node node, boolean timer) {
    boolean sweeping = !timer || node.sweepInterval().compareTo(TIMER_INTERVAL) < 0;
    NodeThread started = new NodeThread(node, sweeping);
    started.sweep();
    // The timer's own future only ever ends by shutting the timer down.
    var unused =
        started.thread.scheduleWithFixedDelay(started::runDueTasks, 0, 1, TimeUnit.SECONDS);
    return started;
  }

  private void runDueTasks() {
    bodyLimit.warnOnceIfUnder(node.maxBlockSize());
    node.runDueTasks();
    node.sweepIfDueFor(sweeping ? Duration.ZERO : TIMER_INTERVAL);
  }

  /** Has the thread sweep if that is due; returns at once. */
  void sweep() {
    try {
      thread.execute(() -> node.sweepIfDueFor(Duration.ZERO));
    } catch (RejectedExecutionException e) {
      // The node is stopping.
    }
  }

  @Override
  public void close() throws IOException {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    node.close();
  }
}
