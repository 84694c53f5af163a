package org.tigstore.file;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.IoRunnable;
import org.tigstore.block.Sha256;
import org.tigstore.block.TimeSource;

/**
 * Hashes the files that carry the mark of a sealed block, pass after pass, each spread over a
 * period, without locking a name. Only one that seems damaged is looked at again with its name
 * locked. Has a directory and a file open, however many blocks there are. Safe for any number of
 * threads, of which one works.
 */
final class Scrubber implements Closeable {
  private static final System.Logger LOG = System.getLogger(Scrubber.class.getName());

  private static final long LONGEST_STEP_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofMinutes(1).toNanos();

  /** What finding a file is taken to cost, in bytes of one that is hashed. */
  private static final long FILE_COST = 4096;

  private final DataDirectory directory;
  private final StoreTotals totals;
  private final StoreCounters counters;
  private final TimeSource clock;
  private final DamageHandler damageHandler;
  private final ReentrantLock working = new ReentrantLock();
  private final ByteBuffer chunk = ByteBuffer.allocate(Content.CHUNK_BYTES);
  private volatile boolean closed;
  private long nextPass;
  private @Nullable Pass pass;

  /** What becomes of a sealed block that seems damaged. */
  @FunctionalInterface
  interface DamageHandler {
    /** Hashes the block while nobody can change it, and sets it aside if it is damaged. */
    void onSuspect(BlockName name) throws IOException;
  }

  Scrubber(
      DataDirectory directory,
      StoreTotals totals,
      StoreCounters counters,
      TimeSource clock,
      DamageHandler damageHandler) {
    this.directory = directory;
    this.totals = totals;
    this.counters = counters;
    this.clock = clock;
    this.nextPass = clock.nanos();
    this.damageHandler = damageHandler;
  }

  /** One pass over the files of the directory: where it is, and what it has done in bytes. */
  private static final class Pass implements Closeable {
    private final long begun;
    private final DirectoryStream<Path> files;
    private final Iterator<Path> rest;
    private double done;
    private @Nullable Hashing file;

    @SuppressWarnings("StreamResourceLeak") // It is closed with the pass.
    Pass(Path directory, long begun) throws IOException {
      this.begun = begun;
      this.files = Files.newDirectoryStream(directory);
      this.rest = files.iterator();
    }

    Optional<Path> next() throws IOException {
      try {
        return rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }

    boolean isBehind(long now, Duration period, long blocks, long bytes) {
      double elapsed = (now - begun) / (double) period.toNanos();
      return elapsed >= 1 || done < elapsed * (blocks * (double) FILE_COST + bytes);
    }

    void endFile() throws IOException {
      Hashing ended = file;
      if (ended != null) {
        done += FILE_COST + ended.hashed;
        file = null;
        ended.channel.close();
      }
    }

    @Override
    public void close() throws IOException {
      try {
        endFile();
      } finally {
        files.close();
      }
    }
  }

  /** A file that is being hashed. */
  private static final class Hashing {
    private final BlockName name;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.start();
    private long hashed;

    Hashing(BlockName name, Path path) throws IOException {
      this.name = name;
      this.channel = FileChannel.open(path, READ, NOFOLLOW_LINKS);
    }
  }

  /** Does what is due, but for a fraction of a second at the most. */
  void scrub(Duration period) throws IOException {
    if (!working.tryLock()) {
      return;
    }
    try {
      work(period, System.nanoTime() + LONGEST_STEP_NANOS);
    } catch (Throwable e) {
      nextPass = clock.nanos() + PAUSE_AFTER_FAILURE_NANOS;
      endPass();
      throw e;
    } finally {
      working.unlock();
    }
  }

  private void work(Duration period, long end) throws IOException {
    for (Pass current = due(period); current != null; current = due(period)) {
      step(current, period);
      if (closed || System.nanoTime() - end >= 0) {
        return;
      }
    }
  }

  /** The pass that should have done more by now, if there is one. */
  private @Nullable Pass due(Duration period) throws IOException {
    OptionalLong blocks = totals.blocks();
    OptionalLong bytes = totals.bytes();
    if (closed || blocks.isEmpty() || bytes.isEmpty()) {
      return null;
    }
    long now = clock.nanos();
    Pass current = pass;
    if (current == null) {
      if (now - nextPass < 0) {
        return null;
      }
      directory.checkPresent();
      current = new Pass(directory.root(), now);
      pass = current;
    }
    // A file that was begun is ended: to leave it open would keep its bytes if it is deleted.
    boolean due =
        current.file != null
            || current.isBehind(now, period, blocks.getAsLong(), bytes.getAsLong());
    return due ? current : null;
  }

  private void step(Pass current, Duration period) throws IOException {
    Hashing file = current.file;
    if (file != null) {
      skippingUnreadable(current, file.name, () -> hashMore(current, file));
      return;
    }
    Optional<Path> next = current.next();
    if (next.isEmpty()) {
      nextPass = current.begun + period.toNanos();
      endPass();
      return;
    }
    Optional<BlockName> name = BlockName.parse(String.valueOf(next.get().getFileName()));
    if (name.isPresent()) {
      skippingUnreadable(current, name.get(), () -> begin(current, name.get(), next.get()));
    }
  }

  /** A file that cannot be read is no reason to leave out those after it. */
  private void skippingUnreadable(Pass current, BlockName name, IoRunnable reading)
      throws IOException {
    try {
      reading.run();
    } catch (UnusableDirectoryException e) {
      throw e;
    } catch (NoSuchFileException e) {
      // It was deleted, or has expired.
      directory.checkPresent();
    } catch (IOException e) {
      LOG.log(WARNING, "block " + name + " cannot be scrubbed", e);
      current.endFile();
    }
  }

  private void begin(Pass current, BlockName name, Path path) throws IOException {
    Optional<StoredFile.State> state = StoredFile.stateAt(path);
    if (state.isEmpty()) {
      directory.checkPresent();
    } else if (state.get().marked()) {
      current.file = new Hashing(name, path);
    } else {
      current.done += FILE_COST + state.get().size();
    }
  }

  private void hashMore(Pass current, Hashing file) throws IOException {
    int count = file.channel.read(chunk.clear());
    if (count >= 0) {
      file.digest.update(chunk.flip());
      file.hashed += count;
      return;
    }
    current.endFile();
    counters.countScrubbed(file.hashed);
    if (!BlockName.ofDigest(file.digest).equals(file.name)) {
      damageHandler.onSuspect(file.name);
    }
  }

  private void endPass() throws IOException {
    Pass ended = pass;
    if (ended != null) {
      pass = null;
      ended.close();
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
