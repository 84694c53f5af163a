package org.tigstore.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;
import org.tigstore.file.UnusableDirectoryException;

/**
 * A process that holds a directory until its input ends, or says why it cannot. It says when it
 * waits for the directory.
 */
final class HoldingProcess {
  private static final long MILLISECOND = 1_000_000;

  private HoldingProcess() {}

  /** Takes a directory, how long to wait for it, and how many more times to try to open it. */
  public static void main(String[] arguments) throws IOException {
    sayWhenWaiting(Thread.currentThread());
    StoreDirectory directory = new StoreDirectory(Path.of(arguments[0]));
    try (FileBlockStore store = directory.open(Durability.NONE, Duration.parse(arguments[1]))) {
      for (int more = Integer.parseInt(arguments[2]); more > 0; more--) {
        openAgain(directory);
      }
      System.out.println("holding " + store.newestFirst().hasNext());
      while (System.in.read() >= 0) {
        // Whoever started this process decides when it ends.
      }
    } catch (UnusableDirectoryException e) {
      System.out.println("unusable " + e.getMessage());
    }
  }

  /** Opening a store sleeps only while another holds the directory. */
  private static void sayWhenWaiting(Thread opening) {
    Thread watching =
        new Thread(
            () -> {
              while (opening.getState() != Thread.State.TIMED_WAITING) {
                LockSupport.parkNanos(MILLISECOND);
              }
              System.out.println("waiting");
            });
    watching.setDaemon(true);
    watching.start();
  }

  private static void openAgain(StoreDirectory directory) throws IOException {
    try (FileBlockStore second = directory.open(Durability.NONE)) {
      System.out.println("opened a second time " + second.newestFirst().hasNext());
    } catch (UnusableDirectoryException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
