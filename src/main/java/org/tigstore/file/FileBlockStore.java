package org.tigstore.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
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
  private final DataDirectory directory;
  private final Inventory inventory;
  private final BlockFiles files;
  private final Appends appends;
  private final StoreFailures failures;
  private final BlockOpener opener;
  private final Slots slots;
  private final Removals removals;
  private final StoreUpkeep upkeep;
  private final Holding names;
  private final NameLocks locks = new NameLocks();
  private final long maxBlockSize;

  private FileBlockStore(
      DataDirectory directory, FileStoreSettings settings, SlotGuard guard, InstantSource clock) {
    Tally tally = new Tally();
    this.directory = directory;
    this.maxBlockSize = settings.maxBlockSize();
    this.inventory = new Inventory(directory, settings.maxStoreSize());
    this.files = new BlockFiles(directory, settings, inventory, tally, clock);
    this.appends = new Appends(directory, inventory);
    this.failures = new StoreFailures(directory);
    this.names = new Holding(locks, appends, failures);
    this.opener = new BlockOpener(files, locks);
    this.slots = new Slots(opener, guard);
    this.removals = new Removals(directory, files, opener, slots, names);
    this.upkeep =
        new StoreUpkeep(directory, files, inventory, tally, locks, names, failures, clock);
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
    return names.holding(
        name,
        () -> {
          Optional<BlockFile> file = files.find(name);
          return file.isEmpty() ? Optional.empty() : Optional.of(opener.open(file.get(), touch));
        });
  }

  @Override
  public long maxBlockSize() {
    return maxBlockSize;
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return received(body, () -> inventory.checkRoomToSeal(body.length()));
  }

  /** Throws if there is no room for what was announced. */
  @FunctionalInterface
  private interface RoomCheck {
    void run() throws IOException;
  }

  private FileUpload received(Body body, RoomCheck room) throws IOException {
    return failures.explaining(
        () -> {
          if (body.length() <= maxBlockSize) {
            room.run();
          }
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
    names.holding(
        name,
        () -> {
          OptionalLong before = replacing ? inventory.sizeOf(name) : sizeOfSealed(name);
          return inventory.changing(
              name,
              before,
              upload.length(),
              () -> {
                upload.moveTo(directory.pathOf(name));
                return placed(name, upload);
              });
        });
  }

  /** The size of the sealed block of this name, if there is one; throws if there is a slot. */
  private OptionalLong sizeOfSealed(BlockName name) throws IOException {
    Optional<BlockFile> file = findSound(name);
    if (file.filter(found -> !found.sealed()).isPresent()) {
      throw new RefusedException(Refusal.TAKEN, "a slot has the name of this block");
    }
    return sizeOf(file);
  }

  private static OptionalLong sizeOf(Optional<BlockFile> file) {
    return file.stream().mapToLong(found -> found.state().size()).findFirst();
  }

  /** A damaged block is none: it has been set aside, and sealing it again is the cure. */
  private Optional<BlockFile> findSound(BlockName name) throws IOException {
    try {
      return files.look(name);
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.DAMAGED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    RoomCheck room = () -> inventory.checkRoom(name, body.length());
    try (FileUpload upload = received(body, room)) {
      complete(upload, name);
      names.holding(
          name,
          () -> {
            // That the directory is there is known from the upload, which lies in it.
            Optional<BlockFile> current = slots.changeable(files.look(name), condition);
            return place(upload, name, current, condition);
          });
    }
  }

  private BlockName place(
      FileUpload upload, BlockName name, Optional<BlockFile> current, Condition condition)
      throws IOException {
    boolean linked = current.isEmpty() && condition.expectation() == Condition.Expectation.ABSENT;
    return inventory.changing(
        name,
        sizeOf(current),
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
    locks.checkOpen();
    failures.explaining(
        () -> {
          inventory.checkRoom(name, upload.length());
          Path file = upload.complete(upload.contentName().equals(name));
          if (!files.hasItsOwnTime(upload.length())) {
            files.stamp(file);
          }
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
    files.placed(name, upload.contentName(), upload.length());
    return name;
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    RoomCheck room = () -> inventory.checkRoomToAppend(body.length());
    try (FileUpload upload = received(body, room)) {
      names.holding(
          name,
          () -> {
            Optional<BlockFile> current = slots.changeable(files.look(name), condition);
            if (current.isEmpty()) {
              complete(upload, name);
              return place(upload, name, current, condition);
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
        OptionalLong.of(file.state().size()),
        file.state().size() + upload.length(),
        () -> {
          appends.append(file, upload);
          return digest;
        });
    files.appended(file, digest);
  }

  @Override
  public void delete(BlockName name, Condition condition) throws IOException {
    removals.delete(name, condition);
  }

  @Override
  public Optional<Block> take(BlockName name, Condition condition) throws IOException {
    return removals.take(name, condition);
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
        return removals.removeSealed(name);
      }
    }
    return removals.giveSlotAway(name, recipient);
  }

  @Override
  public Iterator<BlockName> newestFirst() throws IOException {
    return failures.explaining(() -> NewestFirst.of(directory));
  }

  @Override
  public long expire(Instant untouchedSince) throws IOException {
    return upkeep.expire(untouchedSince);
  }

  @Override
  public StoreFigures figures() {
    return upkeep.figures();
  }

  @Override
  public void recount() throws IOException {
    upkeep.recount();
  }

  @Override
  public void scrub(Duration period) throws IOException {
    upkeep.scrub(period);
  }

  @Override
  public void checkUsable() throws IOException {
    upkeep.checkUsable();
  }

  @Override
  public void close() throws IOException {
    upkeep.close();
    locks.close();
    directory.close();
  }
}
