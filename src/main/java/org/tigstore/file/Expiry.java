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
 * One search for blocks that nobody has touched since an instant. Looks at a file without holding
 * its name, and looks again holding it before it deletes: a block that is touched or written at
 * that moment stays.
 */
final class Expiry {
  private static final System.Logger LOG = System.getLogger(Expiry.class.getName());

  private final DataDirectory directory;
  private final BlockFiles files;
  private final NameLocks locks;
  private final Tally tally;
  private final Instant untouchedSince;
  private long blocks;

  Expiry(
      DataDirectory directory,
      BlockFiles files,
      NameLocks locks,
      Tally tally,
      Instant untouchedSince) {
    this.directory = directory;
    this.files = files;
    this.locks = locks;
    this.tally = tally;
    this.untouchedSince = untouchedSince;
  }

  /** Deletes the blocks that are due, and hands all that it comes across to the count. */
  void expireBlocks(Recount recount) throws IOException {
    directory.forEachBlock(
        (name, path) ->
            visit(
                name,
                () -> {
                  Optional<FileState> found = FileState.of(path);
                  found.ifPresent(state -> recount.add(name, state));
                  if (isDue(found)) {
                    deleteIfStillDue(name, path, () -> deleteBlock(name));
                  }
                }));
  }

  /** Deletes the damaged blocks that were set aside and are due. */
  void expireDamaged() throws IOException {
    directory.forEachDamaged(
        (name, path) ->
            visit(
                name,
                () -> {
                  if (isDue(FileState.of(path))) {
                    deleteIfStillDue(name, path, () -> Files.delete(path));
                  }
                }));
  }

  /** How many blocks were deleted so far, those that had been set aside not among them. */
  long blocks() {
    return blocks;
  }

  private void deleteBlock(BlockName name) throws IOException {
    files.delete(name);
    blocks++;
    tally.countExpired();
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private static void visit(BlockName name, Step step) throws IOException {
    try {
      step.run();
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      LOG.log(WARNING, "block " + name + " may be due but cannot be deleted", e);
    }
  }

  /** Looks again while holding the name, so that what is touched at that moment stays. */
  private void deleteIfStillDue(BlockName name, Path path, Step deletion) throws IOException {
    locks.holding(
        name,
        () -> {
          boolean due = isDue(FileState.of(path));
          if (due) {
            deletion.run();
          }
          return due;
        });
  }

  private boolean isDue(Optional<FileState> found) {
    return found.filter(state -> state.modified().isBefore(untouchedSince)).isPresent();
  }
}
