package org.tigstore.web;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.tigstore.access.FailurePace;

/**
 * Sends answers when it is their turn, with one thread for all. Closing sends at once what still
 * waits. Safe for any number of threads.
 */
public final class LateAnswers implements Closeable {
  private static final System.Logger LOG = System.getLogger(LateAnswers.class.getName());

  private final FailurePace pace;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, LateAnswers::thread);

  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private final LongAdder putOff = new LongAdder();
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile boolean closed;

  /** Sends at this pace. */
  public LateAnswers(FailurePace pace) {
    this.pace = pace;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tig-late");
    thread.setDaemon(true);
    return thread;
  }

  /** As {@link FailurePace#next}. */
  Optional<Duration> next(String address) {
    return pace.next(address);
  }

  /** Runs this after that time, or at once if nothing waits any more. */
  void after(Duration wait, Runnable answering) {
    putOff.increment();
    waiting.add(answering);
    if (closed) {
      run(answering);
      return;
    }
    try {
      // It tells of failure by itself.
      var unused = timer.schedule(() -> run(answering), wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      run(answering);
    }
  }

  /** Whoever comes first runs it. */
  private void run(Runnable answering) {
    if (waiting.remove(answering)) {
      answering.run();
    }
  }

  /** Says once that answers cannot be put off. */
  void warnOfNone() {
    if (!warned.getAndSet(true)) {
      LOG.log(
          WARNING,
          "answers to failed attempts are not put off: a filter in front lacks async-supported");
    }
  }

  /** How many answers were put off until now. */
  public long putOff() {
    return putOff.sum();
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    waiting.forEach(this::run);
  }
}
