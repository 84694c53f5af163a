package org.tigstore.file;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * One lock a name, for as long as somebody wants it: what happens to one block never waits for
 * another block. Guards the steps between looking at a block's file and changing it.
 */
final class NameLocks {
  private final ConcurrentHashMap<BlockName, NameLock> locks = new ConcurrentHashMap<>();

  /** Shared by everybody who holds a name; whoever holds it alone keeps everybody out. */
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private volatile boolean closed;

  /** Something done while holding a name. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Runs the action when nobody else holds the name.
   *
   * @throws RefusedException {@link Refusal#CLOSED} once {@link #close} was called
   */
  <T> T holding(BlockName name, Action<T> action) throws IOException {
    gate.readLock().lock();
    try {
      checkOpen();
      return holdingInside(name, action);
    } finally {
      gate.readLock().unlock();
    }
  }

  /**
   * Returns if names may be held.
   *
   * @throws RefusedException {@link Refusal#CLOSED} once {@link #close} was called
   */
  void checkOpen() throws RefusedException {
    if (closed) {
      throw new RefusedException(Refusal.CLOSED, "tig is stopping");
    }
  }

  /** Waits until nobody holds a name; nobody will any more. */
  void close() {
    gate.writeLock().lock();
    try {
      closed = true;
    } finally {
      gate.writeLock().unlock();
    }
  }

  private <T> T holdingInside(BlockName name, Action<T> action) throws IOException {
    NameLock lock =
        locks.compute(name, (key, known) -> joined(known == null ? new NameLock() : known));
    lock.lock();
    try {
      return action.run();
    } finally {
      lock.unlock();
      locks.compute(name, (key, known) -> --lock.users == 0 ? null : known);
    }
  }

  private static NameLock joined(NameLock lock) {
    lock.users++;
    return lock;
  }

  /** The number of users changes only inside the map's own step on the name. */
  private static final class NameLock extends ReentrantLock {
    private static final long serialVersionUID = 1;
    private int users;
  }
}
