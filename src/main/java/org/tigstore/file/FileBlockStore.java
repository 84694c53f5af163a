package org.tigstore.file;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.SlotGuard;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * Keeps each block in a file of its own name, in one flat directory that any backup tool can read.
 *
 * <p>A file appears under its name by one rename or link of a complete file, and disappears by one
 * unlink. Looking at a block's file and changing it happen while holding the block's name; bodies
 * are received, and blocks sent, without holding anything.
 */
public final class FileBlockStore implements BlockStore {
  private static final System.Logger LOG = System.getLogger(FileBlockStore.class.getName());

  private final DataDirectory directory;
  private final BlockFiles files;
  private final Appends appends;
  private final StoreFailures failures;
  private final SlotGuard guard;
  private final long maxBlockSize;
  private final NameLocks locks = new NameLocks();

  private FileBlockStore(
      DataDirectory directory, FileStoreSettings settings, SlotGuard guard, InstantSource clock) {
    this.directory = directory;
    this.files = new BlockFiles(directory, settings.verification(), clock);
    this.appends = new Appends(directory);
    this.failures = new StoreFailures(directory.root());
    this.guard = guard;
    this.maxBlockSize = settings.maxBlockSize();
  }

  /**
   * Takes hold of a directory, makes good what an earlier process left unfinished, and serves it.
   *
   * @param clock gives the times of touches
   * @throws UnusableDirectoryException with one sentence for the operator
   */
  public static FileBlockStore open(
      FileStoreSettings settings, SlotGuard guard, InstantSource clock) throws IOException {
    DataDirectory directory = DataDirectory.open(settings);
    boolean usable = false;
    try {
      FileBlockStore store = new FileBlockStore(directory, settings, guard, clock);
      store.appends.recover();
      usable = true;
      return store;
    } finally {
      if (!usable) {
        directory.close();
      }
    }
  }

  /** Holds the name, with its file free of half an append, and explains failures. */
  private <T> T holding(BlockName name, NameLocks.Action<T> action) throws IOException {
    return failures.explaining(
        () ->
            locks.holding(
                name,
                () -> {
                  appends.settle(name);
                  return action.run();
                }));
  }

  @Override
  public Optional<Block> read(BlockName name, Touch touch) throws IOException {
    return holding(
        name,
        () -> {
          Optional<BlockFile> file = files.find(name);
          return file.isEmpty() ? Optional.empty() : Optional.of(open(file.get(), touch));
        });
  }

  private Block open(BlockFile file, Touch touch) throws IOException {
    return FileBlock.open(touch == Touch.RESTART ? files.touched(file) : file);
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return failures.explaining(
        () -> {
          FileUpload upload = new FileUpload(this, directory, body);
          boolean received = false;
          try {
            upload.receive(maxBlockSize);
            received = true;
            return upload;
          } finally {
            if (!received) {
              upload.close();
            }
          }
        });
  }

  /** Stores an upload under its own digest. */
  void seal(FileUpload upload) throws IOException {
    BlockName name = upload.contentName();
    failures.explaining(
        () -> {
          Path file = upload.asFile(true);
          holding(
              name,
              () -> {
                replace(name, file);
                files.placed(name, name);
                return name;
              });
          directory.syncBlocks();
          return name;
        });
  }

  /** Makes an upload a slot's value. */
  void write(FileUpload upload, BlockName name, Condition condition) throws IOException {
    failures.explaining(
        () -> {
          Path file = upload.asFile(upload.contentName().equals(name));
          holding(
              name,
              () -> {
                Optional<BlockFile> current = changeable(name, condition);
                place(upload, file, name, current, condition);
                return name;
              });
          directory.syncBlocks();
          return name;
        });
  }

  private void place(
      FileUpload upload,
      Path file,
      BlockName name,
      Optional<BlockFile> current,
      Condition condition)
      throws IOException {
    if (current.isEmpty() && condition.expectation() == Condition.Expectation.ABSENT) {
      link(name, file, condition);
    } else {
      replace(name, file);
    }
    files.placed(name, upload.contentName());
  }

  private void replace(BlockName name, Path file) throws IOException {
    Files.move(file, directory.pathOf(name), ATOMIC_MOVE);
  }

  /** Unlike a rename, a link never takes the place of anything, not even of a foreign file. */
  private void link(BlockName name, Path file, Condition condition) throws IOException {
    try {
      Files.createLink(directory.pathOf(name), file);
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(condition.otherwise(), "something is there already", e);
    }
    Files.delete(file);
  }

  /** Puts an upload behind a slot's value. */
  void append(FileUpload upload, BlockName name, Condition condition) throws IOException {
    holding(
        name,
        () -> {
          Optional<BlockFile> current = changeable(name, condition);
          if (current.isPresent()) {
            append(upload, current.get());
          } else {
            boolean sealed = upload.contentName().equals(name);
            place(upload, upload.asFile(sealed), name, current, condition);
            directory.syncBlocks();
          }
          return name;
        });
  }

  private void append(FileUpload upload, BlockFile file) throws IOException {
    if (upload.length() > maxBlockSize - file.state().size()) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "the block would grow over " + maxBlockSize + " bytes, the most that one may have");
    }
    MessageDigest digest = files.digestOf(file);
    upload.digestInto(digest);
    appends.append(file, upload);
    files.appended(file, digest);
  }

  @Override
  public void delete(BlockName name, Condition condition) throws IOException {
    holding(
        name,
        () -> {
          if (changeable(name, condition).isEmpty()) {
            throw new RefusedException(Refusal.MISSING, "there is no such block");
          }
          files.delete(name);
          directory.syncBlocks();
          return name;
        });
  }

  @Override
  public Optional<Block> take(BlockName name, Condition condition) throws IOException {
    return holding(
        name,
        () -> {
          Optional<BlockFile> found = files.find(name);
          if (found.isPresent() && found.get().sealed()) {
            return Optional.of(open(found.get(), Touch.RESTART));
          }
          checkMayChange(found, condition);
          return found.isEmpty() ? Optional.empty() : Optional.of(removed(found.get()));
        });
  }

  private Block removed(BlockFile file) throws IOException {
    Block block = open(file, Touch.LEAVE);
    boolean gone = false;
    try {
      files.delete(file.name());
      directory.syncBlocks();
      gone = true;
      return block;
    } finally {
      if (!gone) {
        block.close();
      }
    }
  }

  /** The slot of this name, if there is one, and nothing speaks against changing it. */
  private Optional<BlockFile> changeable(BlockName name, Condition condition) throws IOException {
    Optional<BlockFile> file = files.find(name);
    if (file.isPresent() && file.get().sealed()) {
      throw new RefusedException(Refusal.SEALED, "a sealed block cannot be changed");
    }
    checkMayChange(file, condition);
    return file;
  }

  private void checkMayChange(Optional<BlockFile> file, Condition condition) throws IOException {
    if (file.isPresent()) {
      try (Block current = open(file.get(), Touch.LEAVE)) {
        guard.checkMayChange(current);
      }
    }
    condition.check(file.map(BlockFile::contentName));
  }

  @Override
  public Iterator<BlockName> newestFirst() throws IOException {
    return failures.explaining(
        () -> {
          NewestFirst names = new NewestFirst();
          directory.forEachBlock(
              (name, path) ->
                  FileState.of(path)
                      .ifPresent(
                          state ->
                              names.add(
                                  name,
                                  ChronoUnit.MICROS.between(Instant.EPOCH, state.modified()))));
          return names;
        });
  }

  @Override
  public long expire(Instant untouchedSince) throws IOException {
    return failures.explaining(
        () -> {
          Expiry expiry = new Expiry(untouchedSince);
          directory.forEachBlock(expiry);
          return expiry.deleted;
        });
  }

  /** Looks without holding the name, and looks again holding it before it deletes. */
  private final class Expiry implements DataDirectory.Visitor {
    private final Instant untouchedSince;
    private long deleted;

    Expiry(Instant untouchedSince) {
      this.untouchedSince = untouchedSince;
    }

    @Override
    public void visit(BlockName name, Path path) {
      try {
        if (isDue(path)) {
          locks.holding(name, () -> isDue(path) && delete(name));
        }
      } catch (IOException e) {
        LOG.log(WARNING, "block " + name + " is due but cannot be deleted", e);
      }
    }

    private boolean isDue(Path path) throws IOException {
      return FileState.of(path)
          .filter(state -> state.modified().isBefore(untouchedSince))
          .isPresent();
    }

    private boolean delete(BlockName name) throws IOException {
      files.delete(name);
      deleted++;
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
