package org.tigstore.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.tigstore.block.BlockStore;
import org.tigstore.block.IoRunnable;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** Remembers whether the store was usable at the last check. Safe for any number of threads. */
final class DiskWatch {
  private static final System.Logger LOG = System.getLogger(DiskWatch.class.getName());

  /** A disk that takes longer for one small file serves nobody. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final IoRunnable use;
  private final LongSupplier nanoTime;
  private volatile Optional<String> unusable = Optional.empty();

  /** When the check began that is being made. */
  private volatile OptionalLong begun = OptionalLong.empty();

  /**
   * The store counts as usable until the first check.
   *
   * @param use as {@link BlockStore#checkUsable}
   */
  DiskWatch(IoRunnable use, LongSupplier nanoTime) {
    this.use = use;
    this.nanoTime = nanoTime;
  }

  /** Why the store cannot be used, in one line for callers; empty if it can. */
  Optional<String> unusable() {
    OptionalLong since = begun;
    return since.isPresent() && nanoTime.getAsLong() - since.getAsLong() > PATIENCE_NANOS
        ? Optional.of("the disk does not respond")
        : unusable;
  }

  /** Checks the store; logs when that starts to fail, and when it succeeds again. */
  void check() throws IOException {
    begun = OptionalLong.of(nanoTime.getAsLong());
    try {
      use.run();
      if (unusable.isPresent()) {
        LOG.log(INFO, "the store can be used again");
      }
      unusable = Optional.empty();
    } catch (RefusedException e) {
      if (e.refusal() != Refusal.CLOSED) {
        remember(e);
      }
    } finally {
      begun = OptionalLong.empty();
    }
  }

  private void remember(RefusedException failure) {
    if (unusable.isEmpty()) {
      LOG.log(ERROR, "the store cannot be used: " + failure.reason(), failure);
    }
    unusable = Optional.of(failure.reason());
  }
}
