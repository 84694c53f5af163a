package org.tigstore.server;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A node with a timer of its own, for containers that have none. */
final class TimedNode implements Closeable {
  private static final long STOP_SECONDS = 10;

  private final Node node;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tig-retention"));

  private TimedNode(Node node) {
    this.node = node;
  }

  /** Starts a node with this process's settings and its timer. */
  static TimedNode start() {
    TimedNode timed = new TimedNode(Node.start());
    // The timer's own future only ever ends by shutting the timer down.
    var unused =
        timed.timer.scheduleWithFixedDelay(timed.node::runDueTasks, 0, 1, TimeUnit.SECONDS);
    return timed;
  }

  Node node() {
    return node;
  }

  @Override
  public void close() throws IOException {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
    node.close();
  }
}
