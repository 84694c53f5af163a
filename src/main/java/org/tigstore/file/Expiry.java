package org.tigstore.file;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.RefusedException;

/**
 * One search for blocks that nobody has touched since an instant. Looks at a file without locking
 * its name, and looks again with the lock before it deletes: a block that is touched or written at
 * that moment stays. A file whose time cannot be that of a touch is touched.
 */
final class Expiry {
  private static final System.Logger LOG = System.getLogger(Expiry.class.getName());

  private final DataDirectory directory;
  private final BlockFiles files;
  private final BlockLocks locks;
  private final StoreCounters counters;
  private final Instant untouchedSince;
  private long blocks;

  Expiry(
      DataDirectory directory,
      BlockFiles files,
      BlockLocks locks,
      StoreCounters counters,
      Instant untouchedSince) {
    this.directory = directory;
    this.files = files;
    this.locks = locks;
    this.counters = counters;
    this.untouchedSince = untouchedSince;
  }

  @FunctionalInterface
  private interface Deletion {
    void delete(BlockName name, Path path, StoredFile.State state) throws IOException;
  }

  /** Deletes the blocks that are due, and adds all that it comes across to the count. */
  void expireBlocks(StoreTotals.Count count) throws IOException {
    directory.forEachBlock(
        (name, path) ->
            look(name, path, this::deleteBlock).ifPresent(state -> count.add(name, state)));
  }

  /** Deletes the damaged blocks that were set aside and are due. */
  void expireDamaged() throws IOException {
    directory.forEachDamaged(
        (name, path) -> look(name, path, (key, file, state) -> Files.delete(file)));
  }

  /** How many blocks were deleted so far, those that had been set aside not among them. */
  long blocks() {
    return blocks;
  }

  private void deleteBlock(BlockName name, Path path, StoredFile.State state) throws IOException {
    files.delete(name, state);
    blocks++;
    counters.countExpired();
  }

  /** Deletes the file if it is due; returns what was found at first. */
  private Optional<StoredFile.State> look(BlockName name, Path path, Deletion deletion)
      throws IOException {
    Optional<StoredFile.State> found = Optional.empty();
    try {
      found = StoredFile.stateAt(path);
      if (found.isPresent() && (isDue(found.get()) || files.hasImpossibleTime(found.get()))) {
        lookAgain(name, path, deletion);
      }
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      LOG.log(WARNING, "block " + name + " may be due but can neither be deleted nor touched", e);
    }
    return found;
  }

  /** Looks again with the name locked, so that what is touched at that moment stays. */
  private void lookAgain(BlockName name, Path path, Deletion deletion) throws IOException {
    locks.lock(name);
    try {
      Optional<StoredFile.State> found = StoredFile.stateAt(path);
      if (found.isEmpty()) {
        return;
      }
      if (files.hasImpossibleTime(found.get())) {
        files.correctTime(name, path, found.get());
      } else if (isDue(found.get())) {
        deletion.delete(name, path, found.get());
      }
    } finally {
      locks.unlock(name);
    }
  }

  private boolean isDue(StoredFile.State state) {
    return state.modified().isBefore(untouchedSince);
  }
}
