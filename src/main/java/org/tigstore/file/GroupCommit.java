package org.tigstore.file;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.IoRunnable;

/**
 * Lets those who need the same sync at the same time share it. Whoever returns was covered by a
 * sync that began after the call and succeeded; one that fails does so for all whom it was to
 * cover. Safe for any number of threads, and waiting is not interruptible.
 */
final class GroupCommit {
  private final Semaphore permits;

  /** The round that has not begun to sync, if somebody waits for one. */
  private final AtomicReference<@Nullable CompletableFuture<Void>> gathering =
      new AtomicReference<>();

  /** While fewer syncs run than may at once, nobody waits for one that does not cover the call. */
  GroupCommit(int atOnce) {
    this.permits = new Semaphore(atOnce);
  }

  /**
   * Returns once what the caller did before is durable.
   *
   * @param sync makes durable what anybody did before it began; run unless another caller's is
   */
  void commit(IoRunnable sync) throws IOException {
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> joined = gathering.compareAndExchange(null, own);
    if (joined == null) {
      lead(own, sync);
    }
    await(joined == null ? own : joined);
  }

  private void lead(CompletableFuture<Void> round, IoRunnable sync) {
    permits.acquireUninterruptibly();
    try {
      // Who comes from here on may come after the system has looked: the next round is theirs.
      gathering.set(null);
      sync.run();
      round.complete(null);
    } catch (Throwable e) {
      round.completeExceptionally(e);
    } finally {
      permits.release();
    }
  }

  private static void await(CompletableFuture<Void> round) throws IOException {
    try {
      round.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
