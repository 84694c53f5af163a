package org.tigstore.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.IoAction;

/**
 * Keeps a directory to one process, and within it to one store. Gone with the process.
 *
 * <p>Closing any channel on a file gives up all of the process's locks on it (POSIX), so the file
 * must not even be opened while a store of this Java machine holds it. What it holds stands in the
 * system properties, which the class loaders of all deployments share.
 */
final class DirectoryLock implements Closeable {
  private static final long RETRY_MILLIS = 50;
  private static final String CLAIM = "org.tigstore.lock.";

  private final Path file;
  private final String claim;
  private final FileChannel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DirectoryLock(Path file, String claim, FileChannel channel) {
    this.file = file;
    this.claim = claim;
    this.channel = channel;
  }

  /**
   * Takes the lock, waiting for a holder to let go: a redeployed application's predecessor, say.
   *
   * @throws UnusableDirectoryException if it is still held after the wait
   */
  static DirectoryLock acquire(Path file, Duration wait) throws IOException {
    long deadline = System.nanoTime() + wait.toNanos();
    DirectoryLock lock = tryAcquire(file);
    while (lock == null) {
      if (System.nanoTime() > deadline || !pause()) {
        throw new UnusableDirectoryException(
            "another tig holds the lock " + file + ": one process at a time may use a directory");
      }
      lock = tryAcquire(file);
    }
    return lock;
  }

  private static void make(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // As it should be; and it was not opened.
    }
  }

  /** The property that stands for the file, whatever path leads to it. */
  private static String claim(Path file) throws IOException {
    return CLAIM + Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
  }

  private static @Nullable DirectoryLock tryAcquire(Path file) throws IOException {
    make(file);
    String claim = claim(file);
    if (System.getProperties().putIfAbsent(claim, file.toString()) != null) {
      return null;
    }
    DirectoryLock lock =
        IoAction.closingOnFailure(
            () -> System.getProperties().remove(claim),
            () -> new DirectoryLock(file, claim, FileChannel.open(file, WRITE, NOFOLLOW_LINKS)));
    // A file that was replaced before it was locked keeps nobody out.
    if (IoAction.closingOnFailure(lock, () -> tryLock(lock.channel) && lock.isInPlace())) {
      return lock;
    }
    lock.close();
    return null;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Held within this Java machine by something that makes no claims.
      return false;
    }
  }

  /** Whether the file is still the one that was locked, so that it keeps others out. */
  boolean isInPlace() throws IOException {
    try {
      return claim.equals(claim(file));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether another file has taken the place of the one that was locked. */
  boolean isReplaced() throws IOException {
    return !isInPlace() && Files.exists(file, NOFOLLOW_LINKS);
  }

  private static boolean pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try {
        channel.close();
      } finally {
        System.getProperties().remove(claim);
      }
    }
  }
}
