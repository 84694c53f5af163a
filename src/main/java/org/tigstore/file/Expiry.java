package org.tigstore.file;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
  private final Instant untouchedSince;
  private long deleted;

  Expiry(DataDirectory directory, BlockFiles files, NameLocks locks, Instant untouchedSince) {
    this.directory = directory;
    this.files = files;
    this.locks = locks;
    this.untouchedSince = untouchedSince;
  }

  /** Deletes what is due, damaged blocks that were set aside too; returns how many blocks. */
  long run() throws IOException {
    directory.forEachBlock((name, path) -> visit(name, path, () -> files.delete(name)));
    long blocks = deleted;
    directory.forEachDamaged((name, path) -> visit(name, path, () -> Files.delete(path)));
    return blocks;
  }

  @FunctionalInterface
  private interface Deletion {
    void run() throws IOException;
  }

  private void visit(BlockName name, Path path, Deletion deletion) throws IOException {
    try {
      if (isDue(path)) {
        locks.holding(name, () -> isDue(path) && delete(deletion));
      }
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      LOG.log(WARNING, "block " + name + " is due but cannot be deleted", e);
    }
  }

  private boolean isDue(Path path) throws IOException {
    return FileState.of(path)
        .filter(state -> state.modified().isBefore(untouchedSince))
        .isPresent();
  }

  private boolean delete(Deletion deletion) throws IOException {
    deletion.run();
    deleted++;
    return true;
  }
}
