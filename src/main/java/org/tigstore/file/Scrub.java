package org.tigstore.file;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;

/**
 * Hashes the files that carry the mark of a sealed block, pass after pass, without holding a name.
 * Only one that seems damaged is looked at again by whoever holds its name. Needs a directory and a
 * file open, however many blocks there are. For any number of threads, of which one works.
 */
final class Scrub implements Closeable {
  private static final System.Logger LOG = System.getLogger(Scrub.class.getName());

  private static final long LONGEST_STEP_NANOS = Duration.ofMillis(200).toNanos();
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

  private final DataDirectory directory;
  private final Inventory inventory;
  private final Tally tally;
  private final InstantSource clock;
  private final Suspicion suspicion;
  private final ReentrantLock working = new ReentrantLock();
  private volatile boolean closed;
  private Instant nextPass = Instant.MIN;
  private @Nullable ScrubPass pass;
  private @Nullable SealedFile file;

  /** What becomes of a sealed block that seems damaged. */
  @FunctionalInterface
  interface Suspicion {
    /** Hashes the block while nobody can change it, and sets it aside if it is damaged. */
    void examine(BlockName name) throws IOException;
  }

  Scrub(
      DataDirectory directory,
      Inventory inventory,
      Tally tally,
      InstantSource clock,
      Suspicion suspicion) {
    this.directory = directory;
    this.inventory = inventory;
    this.tally = tally;
    this.clock = clock;
    this.suspicion = suspicion;
  }

  /** Does what is due, but for a fraction of a second at the most. */
  void step(Duration period) throws IOException {
    if (!working.tryLock()) {
      return;
    }
    boolean succeeded = false;
    try {
      work(period, System.nanoTime() + LONGEST_STEP_NANOS);
      succeeded = true;
    } finally {
      if (!succeeded) {
        nextPass = clock.instant().plus(PAUSE_AFTER_FAILURE);
        endPass();
      }
      working.unlock();
    }
  }

  private void work(Duration period, long end) throws IOException {
    while (isDue(period)) {
      do {
        advance(period);
      } while (file != null && mayGoOn(end));
      if (!mayGoOn(end)) {
        return;
      }
    }
  }

  private boolean mayGoOn(long end) {
    return !closed && System.nanoTime() - end < 0;
  }

  private boolean isDue(Duration period) throws IOException {
    OptionalLong blocks = inventory.blocks();
    OptionalLong bytes = inventory.bytes();
    if (closed || blocks.isEmpty() || bytes.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    if (pass == null && !now.isBefore(nextPass)) {
      directory.checkPresent();
      pass = ScrubPass.over(directory.root(), now);
    }
    // A file that was begun is ended: to leave it open would keep its bytes if it is deleted.
    return file != null
        || (pass != null && pass.isBehind(now, period, blocks.getAsLong(), bytes.getAsLong()));
  }

  private void advance(Duration period) throws IOException {
    if (file != null) {
      hashMore(file);
      return;
    }
    ScrubPass current = current();
    Optional<Path> next = current.next();
    if (next.isEmpty()) {
      nextPass = current.begun().plus(period);
      endPass();
      return;
    }
    Optional<BlockName> name = BlockName.parse(String.valueOf(next.get().getFileName()));
    if (name.isPresent()) {
      reading(name.get(), () -> begin(name.get(), next.get()));
    }
  }

  private ScrubPass current() {
    if (pass == null) {
      throw new IllegalStateException("no pass was begun");
    }
    return pass;
  }

  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  /** A file that cannot be read is no reason to leave out those after it. */
  private void reading(BlockName name, Reading reading) throws IOException {
    try {
      reading.run();
    } catch (UnusableDirectoryException e) {
      throw e;
    } catch (NoSuchFileException e) {
      // It was deleted, or has expired.
      directory.checkPresent();
    } catch (IOException e) {
      LOG.log(WARNING, "block " + name + " cannot be scrubbed", e);
      endFile();
    }
  }

  private void begin(BlockName name, Path path) throws IOException {
    Optional<FileState> state = FileState.of(path);
    if (state.isEmpty()) {
      directory.checkPresent();
    } else if (state.get().marked()) {
      file = SealedFile.open(name, path);
    } else {
      current().passed(state.get().size());
    }
  }

  private void hashMore(SealedFile begun) throws IOException {
    reading(
        begun.name(),
        () -> {
          if (!begun.hashMore()) {
            endFile();
            tally.countScrubbed(begun.hashed());
            if (!begun.isWhole()) {
              suspicion.examine(begun.name());
            }
          }
        });
  }

  private void endFile() throws IOException {
    if (file != null) {
      current().passed(file.hashed());
      SealedFile ended = file;
      file = null;
      ended.close();
    }
  }

  private void endPass() throws IOException {
    try {
      endFile();
    } finally {
      if (pass != null) {
        ScrubPass ended = pass;
        pass = null;
        ended.close();
      }
    }
  }

  /** Waits for the step that is being made, which ends soon; none will be made any more. */
  @Override
  public void close() throws IOException {
    closed = true;
    working.lock();
    try {
      endPass();
    } finally {
      working.unlock();
    }
  }
}
