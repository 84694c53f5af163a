package org.tigstore.file;

import java.io.IOException;
import org.tigstore.block.BlockName;

/**
 * How a name is held by whoever looks at a block's file or changes it. For any number of threads.
 */
final class Holding {
  private final NameLocks locks;
  private final Appends appends;
  private final StoreFailures failures;

  Holding(NameLocks locks, Appends appends, StoreFailures failures) {
    this.locks = locks;
    this.appends = appends;
    this.failures = failures;
  }

  /** Holds the name, with its file free of half an append, and explains failures. */
  <T> T holding(BlockName name, NameLocks.Action<T> action) throws IOException {
    return failures.explaining(
        () ->
            locks.holding(
                name,
                () -> {
                  appends.settle(name);
                  return action.run();
                }));
  }
}
