package org.tigstore.file;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * One lock a name, for as long as somebody wants it: what happens to one block never waits for
 * another block. Guards the steps between looking at a block's file and changing it.
 */
final class BlockLocks {
  private final ConcurrentHashMap<BlockName, NameLock> locks = new ConcurrentHashMap<>();

  /** Shared by everybody who has locked a name; whoever has it alone keeps everybody out. */
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private volatile boolean closed;
  private volatile @Nullable String lost;

  /**
   * Locks the name for this thread, which unlocks it as often.
   *
   * @throws RefusedException as {@link #checkOpen}
   */
  void lock(BlockName name) throws RefusedException {
    gate.readLock().lock();
    try {
      checkOpen();
    } catch (RefusedException e) {
      gate.readLock().unlock();
      throw e;
    }
    locks.compute(name, (key, known) -> joined(known == null ? new NameLock() : known)).lock();
  }

  void unlock(BlockName name) {
    locks.compute(name, (key, lock) -> left(lock));
    gate.readLock().unlock();
  }

  /**
   * Returns if names may be locked.
   *
   * @throws RefusedException {@link Refusal#CLOSED} once {@link #close} was called; {@link
   *     Refusal#STORE_FAILED} once {@link #lose} was called
   */
  void checkOpen() throws RefusedException {
    if (closed) {
      throw new RefusedException(Refusal.CLOSED, "tig is stopping");
    }
    String reason = lost;
    if (reason != null) {
      throw new RefusedException(Refusal.STORE_FAILED, reason);
    }
  }

  /** Has no name locked any more, because another process may change the files. */
  void lose(String reason) {
    lost = reason;
  }

  /** Waits until no name is locked; none will be any more. */
  void close() {
    gate.writeLock().lock();
    try {
      closed = true;
    } finally {
      gate.writeLock().unlock();
    }
  }

  private static NameLock joined(NameLock lock) {
    lock.users++;
    return lock;
  }

  private static @Nullable NameLock left(@Nullable NameLock lock) {
    if (lock == null) {
      throw new IllegalMonitorStateException("the name is not locked");
    }
    lock.unlock();
    lock.users--;
    return lock.users == 0 ? null : lock;
  }

  /** The number of users changes only inside the map's own step on the name. */
  private static final class NameLock extends ReentrantLock {
    private static final long serialVersionUID = 1;
    private int users;
  }
}
