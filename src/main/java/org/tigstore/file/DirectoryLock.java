package org.tigstore.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps a directory to one process, and within it to one store. Gone with the process. */
final class DirectoryLock implements Closeable {
  private static final long RETRY_MILLIS = 50;

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, waiting for a holder to let go: a redeployed application's predecessor, say.
   *
   * @throws UnusableDirectoryException if it is still held after the wait
   */
  static DirectoryLock acquire(Path file, Duration wait) throws IOException {
    FileChannel channel = FileChannel.open(file, CREATE, WRITE);
    boolean locked = false;
    try {
      locked = lock(channel, wait);
      if (!locked) {
        throw new UnusableDirectoryException(
            "another tig holds the lock " + file + ": one process at a time may use a directory");
      }
      return new DirectoryLock(channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static boolean lock(FileChannel channel, Duration wait) throws IOException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (tryLock(channel) == null) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held within this Java machine: by another deployment of the application.
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
