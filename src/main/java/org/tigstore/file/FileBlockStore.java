package org.tigstore.file;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.security.MessageDigest;
import java.time.Duration;
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
import org.tigstore.block.StoreFigures;
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
  private final Tally tally = new Tally();
  private final Inventory inventory;
  private final BlockFiles files;
  private final Appends appends;
  private final StoreFailures failures;
  private final SlotGuard guard;
  private final long maxBlockSize;
  private final NameLocks locks = new NameLocks();
  private final DirectBuffers buffers = new DirectBuffers();
  private final Scrub scrub;

  /** Throws if there is no room for something. */
  @FunctionalInterface
  private interface RoomCheck {
    void run() throws IOException;
  }

  private FileBlockStore(
      DataDirectory directory, FileStoreSettings settings, SlotGuard guard, InstantSource clock) {
    this.directory = directory;
    this.inventory = new Inventory(directory, settings.maxStoreSize());
    this.files = new BlockFiles(directory, settings, inventory, tally, clock);
    this.appends = new Appends(directory, inventory);
    this.failures = new StoreFailures(directory);
    this.guard = guard;
    this.maxBlockSize = settings.maxBlockSize();
    this.scrub = new Scrub(directory, inventory, tally, clock, this::examine);
  }

  /**
   * Takes hold of a directory, makes good what an earlier process left unfinished, and serves it.
   * Counts the blocks before it returns if all together are limited, for the limit to hold from the
   * first write on; else the first {@link #expire} or {@link #recount} does.
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
      store.prepare(settings.maxStoreSize() > 0);
      usable = true;
      return store;
    } finally {
      if (!usable) {
        directory.close();
      }
    }
  }

  private void prepare(boolean limited) throws IOException {
    try {
      appends.recover();
    } catch (IOException e) {
      throw new UnusableDirectoryException("an unfinished append cannot be undone: " + e, e);
    }
    try {
      if (limited) {
        inventory.count();
      }
    } catch (IOException e) {
      throw new UnusableDirectoryException("the blocks cannot be counted: " + e, e);
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
    checkRoom(body, () -> inventory.checkRoomToSeal(body));
    return received(body);
  }

  /** Refuses unread what is bound to be refused for lack of room once it was received. */
  private void checkRoom(Body body, RoomCheck check) throws IOException {
    boolean announced = body.length() != Body.UNKNOWN_LENGTH && body.length() <= maxBlockSize;
    if (announced) {
      checkRoom(check);
    }
  }

  private void checkRoom(RoomCheck check) throws IOException {
    locks.checkOpen();
    failures.explaining(
        () -> {
          check.run();
          return check;
        });
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

  /** Stores an upload under its own digest. */
  void seal(FileUpload upload) throws IOException {
    BlockName name = upload.contentName();
    complete(upload, name);
    holding(
        name,
        () -> {
          return inventory.changing(
              name,
              upload.length(),
              () -> {
                upload.moveTo(directory.pathOf(name));
                return placed(name, upload);
              });
        });
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    checkRoom(body, () -> inventory.checkRoom(name, body.length()));
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
    boolean linked = vacant && condition.expectation() == Condition.Expectation.ABSENT;
    return inventory.changing(
        name,
        upload.length(),
        () -> {
          if (linked) {
            link(name, upload, condition);
          } else {
            upload.moveTo(directory.pathOf(name));
          }
          return placed(name, upload);
        });
  }

  /** Makes a file of what was received, to be given this name. Nobody need wait for that. */
  private void complete(FileUpload upload, BlockName name) throws IOException {
    checkRoom(() -> inventory.checkRoom(name, upload.length()));
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
    checkRoom(body, () -> inventory.checkRoomToAppend(body.length()));
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
    inventory.changing(
        file.name(),
        file.state().size() + upload.length(),
        () -> {
          appends.append(file, upload);
          return digest;
        });
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
    Expiry expiry = new Expiry(directory, files, locks, tally, untouchedSince);
    return failures.explaining(
        () -> {
          inventory.count(expiry::expireBlocks);
          expiry.expireDamaged();
          return expiry.blocks();
        });
  }

  @Override
  public void recount() throws IOException {
    locks.checkOpen();
    failures.explaining(
        () -> {
          inventory.count();
          return inventory;
        });
  }

  @Override
  public StoreFigures figures() {
    return new StoreFigures(
        inventory.blocks(),
        inventory.bytes(),
        directory.freeBytes(),
        directory.totalBytes(),
        tally.expired(),
        tally.damaged(),
        tally.scrubbed(),
        tally.scrubbedBytes());
  }

  @Override
  public void scrub(Duration period) throws IOException {
    locks.checkOpen();
    failures.explaining(
        () -> {
          scrub.step(period);
          return scrub;
        });
  }

  /** Finds a block as reading does, which sets a damaged one aside. */
  private void examine(BlockName name) throws IOException {
    try {
      holding(name, () -> files.findHashed(name));
    } catch (RefusedException e) {
      if (e.refusal() != Refusal.DAMAGED) {
        throw e;
      }
    }
  }

  @Override
  public void checkUsable() throws IOException {
    locks.checkOpen();
    try {
      failures.explaining(
          () -> {
            directory.checkPresent();
            directory.checkWritable();
            return directory;
          });
    } catch (RefusedException e) {
      if (e.refusal() != Refusal.NO_ROOM) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    scrub.close();
    locks.close();
    directory.close();
  }
}
