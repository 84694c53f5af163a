package org.tigstore.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.util.Optional;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** Remembers whether the store was usable at the last check. Safe for any number of threads. */
final class DiskWatch {
  private static final System.Logger LOG = System.getLogger(DiskWatch.class.getName());

  private final BlockStore store;
  private volatile Optional<String> unusable = Optional.empty();

  /** The store counts as usable until the first check. */
  DiskWatch(BlockStore store) {
    this.store = store;
  }

  /** Why the store cannot be used, in one line for callers; empty if it can. */
  Optional<String> unusable() {
    return unusable;
  }

  /** Checks the store; logs when that starts to fail, and when it succeeds again. */
  void check() throws IOException {
    try {
      store.checkUsable();
      if (unusable.isPresent()) {
        LOG.log(INFO, "the store can be used again");
      }
      unusable = Optional.empty();
    } catch (RefusedException e) {
      if (e.refusal() != Refusal.CLOSED) {
        remember(e);
      }
    }
  }

  private void remember(RefusedException failure) {
    if (unusable.isEmpty()) {
      LOG.log(ERROR, "the store cannot be used: " + failure.reason(), failure);
    }
    unusable = Optional.of(failure.reason());
  }
}
