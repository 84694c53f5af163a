package org.tigstore.file;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
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
  private final DirectBuffers buffers = new DirectBuffers();

  private FileBlockStore(
      DataDirectory directory, FileStoreSettings settings, SlotGuard guard, InstantSource clock) {
    this.directory = directory;
    this.files = new BlockFiles(directory, settings, clock);
    this.appends = new Appends(directory);
    this.failures = new StoreFailures(directory);
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
    } catch (IOException e) {
      throw new UnusableDirectoryException("an unfinished append cannot be undone: " + e, e);
    } finally {
      if (!usable) {
        directory.close();
      }
    }
  }

  @Override
  public Optional<Block> read(BlockName name, Touch touch) throws IOException {
    locks.checkOpen();
    Optional<HeldBlock> held = failures.explaining(() -> files.heldUnchanged(name, touch));
    return held.isPresent() ? Optional.of(held.get()) : readHolding(name, touch);
  }

  @Override
  public Optional<Block> readAgain(BlockName name) throws IOException {
    locks.checkOpen();
    Optional<HeldBlock> held = files.held(name);
    return held.isPresent() ? Optional.of(held.get()) : read(name, Touch.LEAVE);
  }

  private Optional<Block> readHolding(BlockName name, Touch touch) throws IOException {
    return holding(
        name,
        () -> {
          Optional<BlockFile> file = files.find(name);
          return file.isEmpty() ? Optional.empty() : Optional.of(open(file.get(), touch));
        });
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

  private Block open(BlockFile file, Touch touch) throws IOException {
    boolean used = touch == Touch.RESTART;
    BlockFile opened = used ? files.touched(file) : file;
    // What is only looked at, before a write say, need not be there for the next reader.
    Optional<HeldBlock> held = used ? files.hold(opened) : files.held(opened);
    return held.isPresent() ? held.get() : FileBlock.open(opened, buffers, this::checkUnchanged);
  }

  private void checkUnchanged(BlockFile opened) throws IOException {
    if (!opened.sealed()) {
      return;
    }
    try {
      locks.holding(
          opened.name(),
          () -> {
            files.checkUnchanged(opened);
            return opened;
          });
    } catch (RefusedException e) {
      // A store that is closed meanwhile lets readers finish.
      LOG.log(DEBUG, "a block was read to its end after the store was closed", e);
    }
  }

  @Override
  public long maxBlockSize() {
    return maxBlockSize;
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return received(body);
  }

  private FileUpload received(Body body) throws IOException {
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

  /** Stores an upload under its own digest; unless a slot yields to it, if there is one. */
  void seal(FileUpload upload, boolean replacing) throws IOException {
    BlockName name = upload.contentName();
    complete(upload, name);
    holding(
        name,
        () -> {
          if (!replacing) {
            checkNoSlot(name);
          }
          upload.moveTo(directory.pathOf(name));
          return placed(name, upload);
        });
  }

  private void checkNoSlot(BlockName name) throws IOException {
    if (findSound(name).filter(file -> !file.sealed()).isPresent()) {
      throw new RefusedException(Refusal.TAKEN, "a slot has the name of this block");
    }
  }

  /** A damaged block is none: it has been set aside, and sealing it again is the cure. */
  private Optional<BlockFile> findSound(BlockName name) throws IOException {
    try {
      return files.find(name);
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.DAMAGED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    try (FileUpload upload = received(body)) {
      complete(upload, name);
      holding(
          name,
          () -> {
            boolean vacant = changeable(name, condition).isEmpty();
            return place(upload, name, vacant, condition);
          });
    }
  }

  private BlockName place(FileUpload upload, BlockName name, boolean vacant, Condition condition)
      throws IOException {
    if (vacant && condition.expectation() == Condition.Expectation.ABSENT) {
      link(name, upload, condition);
    } else {
      upload.moveTo(directory.pathOf(name));
    }
    return placed(name, upload);
  }

  /** Makes a file of what was received, to be given this name. Nobody need wait for that. */
  private void complete(FileUpload upload, BlockName name) throws IOException {
    locks.checkOpen();
    failures.explaining(
        () -> {
          upload.complete(upload.contentName().equals(name), files.now());
          return name;
        });
  }

  private void link(BlockName name, FileUpload upload, Condition condition) throws IOException {
    try {
      upload.linkTo(directory.pathOf(name));
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(condition.otherwise(), "something is there already", e);
    }
  }

  private BlockName placed(BlockName name, FileUpload upload) throws IOException {
    directory.syncBlocks();
    files.placed(name, upload.contentName());
    return name;
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    try (FileUpload upload = received(body)) {
      holding(
          name,
          () -> {
            Optional<BlockFile> current = changeable(name, condition);
            if (current.isEmpty()) {
              complete(upload, name);
              return place(upload, name, true, condition);
            }
            append(upload, current.get());
            return name;
          });
    }
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
          remove(name);
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
            condition.check(Optional.of(name));
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
      remove(file.name());
      gone = true;
      return block;
    } finally {
      if (!gone) {
        block.close();
      }
    }
  }

  @Override
  public boolean giveAway(BlockName name, Recipient recipient) throws IOException {
    Optional<Block> found = read(name, Touch.LEAVE);
    if (found.isEmpty()) {
      return false;
    }
    try (Block block = found.get()) {
      if (block.sealed()) {
        // Nothing can change it: nobody need wait.
        recipient.accept(block);
        return removeSealed(name);
      }
    }
    return giveSlotAway(name, recipient);
  }

  private boolean removeSealed(BlockName name) throws IOException {
    return holding(
        name,
        () -> {
          Optional<BlockFile> file = files.find(name);
          if (file.isEmpty() || !file.get().sealed()) {
            return false;
          }
          remove(name);
          return true;
        });
  }

  private boolean giveSlotAway(BlockName name, Recipient recipient) throws IOException {
    return holding(
        name,
        () -> {
          Optional<BlockFile> file = files.find(name);
          if (file.isEmpty()) {
            return false;
          }
          try (Block block = open(file.get(), Touch.LEAVE)) {
            recipient.accept(block);
          }
          remove(name);
          return true;
        });
  }

  private void remove(BlockName name) throws IOException {
    files.delete(name);
    directory.syncBlocks();
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
    return failures.explaining(() -> NewestFirst.of(directory));
  }

  @Override
  public long expire(Instant untouchedSince) throws IOException {
    return failures.explaining(() -> new Expiry(directory, files, locks, untouchedSince).run());
  }

  @Override
  public void close() throws IOException {
    locks.close();
    directory.close();
  }
}
