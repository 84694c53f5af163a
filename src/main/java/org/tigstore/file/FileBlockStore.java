package org.tigstore.file;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.IoAction;
import org.tigstore.block.IoRunnable;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.SlotGuard;
import org.tigstore.block.StoreFigures;
import org.tigstore.block.TimeSource;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * Keeps each block in a file of its own name, in one flat directory that any backup tool can read.
 *
 * <p>A file appears under its name by one rename or link of a complete file, and disappears by one
 * unlink. Looking at a block's file and changing it happen with the block's name locked; bodies are
 * received, and blocks sent, without a lock.
 */
public final class FileBlockStore implements BlockStore {
  private static final System.Logger LOG = System.getLogger(FileBlockStore.class.getName());

  private final DataDirectory directory;
  private final SlotGuard guard;
  private final FileErrors errors;
  private final StoreCounters counters = new StoreCounters();
  private final StoreTotals totals;
  private final BlockFiles files;
  private final AppendJournal journal;
  private final BlockLocks locks = new BlockLocks();
  private final Scrubber scrubber;
  private final long maxBlockSize;
  private volatile boolean full;

  private FileBlockStore(
      DataDirectory directory, FileStoreSettings settings, SlotGuard guard, TimeSource clock) {
    this.directory = directory;
    this.guard = guard;
    this.maxBlockSize = settings.maxBlockSize();
    this.errors = directory.errors();
    this.totals = new StoreTotals(directory, settings.maxStoreSize());
    this.files = new BlockFiles(directory, settings, totals, counters, clock);
    this.journal = new AppendJournal(directory, totals);
    this.scrubber = new Scrubber(directory, totals, counters, clock, this::examine);
  }

  /**
   * Locks a directory, undoes what an earlier process left unfinished, and serves it. Counts the
   * blocks before it returns if all together are limited, for the limit to hold from the first
   * write on; else the first {@link #expire} or {@link #recount} does.
   *
   * @param clock gives the times of touches, and measures the intervals of scrubbing
   * @throws UnusableDirectoryException with one sentence for the operator
   */
  public static FileBlockStore open(FileStoreSettings settings, SlotGuard guard, TimeSource clock)
      throws IOException {
    DataDirectory directory = DataDirectory.open(settings);
    return IoAction.closingOnFailure(
        directory,
        () -> {
          FileBlockStore store = new FileBlockStore(directory, settings, guard, clock);
          store.prepare(settings.maxStoreSize() > 0);
          return store;
        });
  }

  private void prepare(boolean limited) throws IOException {
    try {
      journal.recover();
    } catch (IOException e) {
      throw new UnusableDirectoryException("an unfinished append cannot be undone: " + e, e);
    }
    try {
      if (limited) {
        totals.count();
      }
    } catch (IOException e) {
      throw new UnusableDirectoryException("the blocks cannot be counted: " + e, e);
    }
  }

  /**
   * Runs the action with the name locked and its file free of half an append, and explains what
   * fails.
   */
  private <T> T locked(BlockName name, IoAction<T> action) throws RefusedException {
    locks.lock(name);
    try {
      journal.settle(name);
      return action.run();
    } catch (IOException e) {
      throw errors.explain(e);
    } finally {
      locks.unlock(name);
    }
  }

  @Override
  public Optional<Block> read(BlockName name, Touch touch) throws IOException {
    locks.checkOpen();
    try {
      Optional<CachedBlock> cached = files.cachedUnchanged(name, touch);
      if (cached.isPresent()) {
        return Optional.of(cached.get());
      }
    } catch (IOException e) {
      throw errors.explain(e);
    }
    return locked(
        name,
        () -> {
          Optional<StoredFile> file = files.find(name);
          return file.isEmpty() ? Optional.empty() : Optional.of(open(file.get(), touch));
        });
  }

  @Override
  public Optional<Block> readAgain(BlockName name) throws IOException {
    locks.checkOpen();
    Optional<CachedBlock> cached = files.cached(name);
    return cached.isPresent() ? Optional.of(cached.get()) : read(name, Touch.KEEP);
  }

  /** Opens the block; the caller has locked its name. */
  private Block open(StoredFile file, Touch touch) throws IOException {
    boolean used = touch == Touch.RENEW;
    StoredFile opened = used ? files.touched(file) : file;
    // What is only looked at, before a write say, need not be there for the next reader.
    Optional<CachedBlock> cached = used ? files.cache(opened) : files.cached(opened);
    return cached.isPresent() ? cached.get() : unopened(opened).opened();
  }

  private OpenBlock unopened(StoredFile file) {
    return new OpenBlock(file, errors, () -> checkUnchanged(file));
  }

  private void checkUnchanged(StoredFile opened) throws IOException {
    if (!opened.sealed()) {
      return;
    }
    try {
      locks.lock(opened.name());
    } catch (RefusedException e) {
      // A store that is closed meanwhile lets readers finish.
      LOG.log(DEBUG, "a block was read to its end after the store was closed", e);
      return;
    }
    try {
      files.checkUnchanged(opened);
    } finally {
      locks.unlock(opened.name());
    }
  }

  @Override
  public long maxBlockSize() {
    return maxBlockSize;
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return new SealableUpload(received(body, () -> totals.checkRoomToSeal(body.length())));
  }

  private FileUpload received(Body body, IoRunnable roomCheck) throws IOException {
    try {
      if (body.length() <= maxBlockSize) {
        roomCheck.run();
      }
      return FileUpload.receive(directory, body, maxBlockSize);
    } catch (IOException e) {
      throw errors.explain(e);
    }
  }

  /** A body that was received into this store. */
  private final class SealableUpload implements Upload {
    private final FileUpload received;

    SealableUpload(FileUpload received) {
      this.received = received;
    }

    @Override
    public BlockName contentName() {
      return received.contentName();
    }

    @Override
    public long length() {
      return received.length();
    }

    @Override
    public InputStream bytes(long offset, long length) {
      return received.bytes(offset, length);
    }

    @Override
    public void seal() throws IOException {
      FileBlockStore.this.seal(received, true);
    }

    @Override
    public void sealUnlessTaken() throws IOException {
      FileBlockStore.this.seal(received, false);
    }

    @Override
    public void close() throws IOException {
      received.close();
    }
  }

  private void seal(FileUpload upload, boolean replacing) throws IOException {
    BlockName name = upload.contentName();
    complete(upload, name);
    locked(
        name,
        () -> {
          OptionalLong before = replacing ? totals.sizeOf(name) : sizeOfSealed(name);
          return place(upload, name, before, () -> upload.moveTo(directory.pathOf(name)));
        });
  }

  /** The size of the sealed block of this name, if there is one; throws if there is a slot. */
  private OptionalLong sizeOfSealed(BlockName name) throws IOException {
    try {
      Optional<StoredFile> file = files.look(name);
      if (file.filter(found -> !found.sealed()).isPresent()) {
        throw new RefusedException(Refusal.TAKEN, "a slot already has the name of this block");
      }
      return sizeOf(file);
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.DAMAGED) {
        // It has been set aside, and sealing it again is the cure.
        return totals.sizeOf(name);
      }
      throw e;
    }
  }

  private static OptionalLong sizeOf(Optional<StoredFile> file) {
    return file.stream().mapToLong(found -> found.state().size()).findFirst();
  }

  /** Makes a file of what was received, to be given this name. Needs no lock. */
  private void complete(FileUpload upload, BlockName name) throws IOException {
    locks.checkOpen();
    try {
      totals.checkRoom(name, upload.length());
      Path file = upload.complete(upload.contentName().equals(name));
      if (!files.hasItsOwnTime(upload.length())) {
        files.stamp(file);
      }
    } catch (IOException e) {
      throw errors.explain(e);
    }
  }

  /** Gives a complete file its name; the caller has locked that. */
  private BlockName place(
      FileUpload upload, BlockName name, OptionalLong before, IoRunnable placement)
      throws IOException {
    try (StoreTotals.Change change = totals.change(name, before, upload.length())) {
      directory.changeNames(
          () -> {
            placement.run();
            change.became(OptionalLong.of(upload.length()));
          });
    }
    files.placed(name, upload);
    return name;
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    try (FileUpload upload = received(body, () -> totals.checkRoom(name, body.length()))) {
      complete(upload, name);
      locked(
          name,
          () -> {
            // That the directory is there is known from the upload, which lies in it.
            Optional<StoredFile> current = files.look(name);
            checkChangeable(current, condition);
            return writeTo(current, upload, name, condition);
          });
    }
  }

  private BlockName writeTo(
      Optional<StoredFile> current, FileUpload upload, BlockName name, Condition condition)
      throws IOException {
    Path target = directory.pathOf(name);
    boolean linking = current.isEmpty() && condition.expectation() == Condition.Expectation.ABSENT;
    return place(
        upload,
        name,
        sizeOf(current),
        linking ? () -> link(upload, target, condition) : () -> upload.moveTo(target));
  }

  private static void link(FileUpload upload, Path target, Condition condition) throws IOException {
    try {
      upload.linkTo(target);
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(condition.otherwise(), "the block already exists", e);
    }
  }

  /** Returns if a slot, or the making of one, may be changed. */
  private void checkChangeable(Optional<StoredFile> file, Condition condition) throws IOException {
    if (file.filter(StoredFile::sealed).isPresent()) {
      throw new RefusedException(Refusal.SEALED, "a sealed block cannot be changed");
    }
    if (file.isPresent()) {
      Optional<CachedBlock> cached = files.cached(file.get());
      // The guard may be content with the length: then the file need not be opened.
      try (Block current = cached.isPresent() ? cached.get() : unopened(file.get())) {
        guard.checkMayChange(current);
      }
    }
    condition.check(file.map(StoredFile::contentName));
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    try (FileUpload upload = received(body, () -> totals.checkRoom(body.length()))) {
      locked(
          name,
          () -> {
            Optional<StoredFile> current = files.find(name);
            checkChangeable(current, condition);
            if (current.isPresent()) {
              return append(upload, current.get());
            }
            complete(upload, name);
            return writeTo(current, upload, name, condition);
          });
    }
  }

  private BlockName append(FileUpload upload, StoredFile file) throws IOException {
    long size = file.state().size();
    if (upload.length() > maxBlockSize - size) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "the block would grow over " + maxBlockSize + " bytes, the most that one may have");
    }
    if (file.isLinked()) {
      return appendToCopy(upload, file);
    }
    MessageDigest digest = files.digestOf(file);
    upload.digestInto(digest);
    long newSize = size + upload.length();
    try (StoreTotals.Change change = totals.change(file.name(), OptionalLong.of(size), newSize)) {
      journal.append(file, upload);
      change.became(OptionalLong.of(newSize));
    }
    files.appended(file, digest);
    return file.name();
  }

  /** Whoever gave the file another name, for a snapshot say, has it as it is. */
  private BlockName appendToCopy(FileUpload upload, StoredFile file) throws IOException {
    try (Block before = open(file, Touch.KEEP);
        FileUpload whole = upload.behind(before.bytes())) {
      complete(whole, file.name());
      OptionalLong size = OptionalLong.of(file.state().size());
      return place(whole, file.name(), size, () -> whole.moveTo(file.path()));
    }
  }

  @Override
  public void delete(BlockName name, Condition condition) throws IOException {
    locked(
        name,
        () -> {
          Optional<StoredFile> file = files.find(name);
          checkChangeable(file, condition);
          if (file.isEmpty()) {
            throw new RefusedException(Refusal.MISSING, "there is no such block");
          }
          return remove(file.get());
        });
  }

  private boolean remove(StoredFile file) throws IOException {
    directory.changeNames(() -> files.delete(file.name(), file.state()));
    return true;
  }

  @Override
  public Optional<Block> take(BlockName name, Condition condition) throws IOException {
    return locked(
        name,
        () -> {
          Optional<StoredFile> found = files.find(name);
          if (found.filter(StoredFile::sealed).isPresent()) {
            condition.check(Optional.of(name));
            return Optional.of(open(found.get(), Touch.RENEW));
          }
          checkChangeable(found, condition);
          return found.isEmpty() ? Optional.empty() : Optional.of(openAndRemove(found.get()));
        });
  }

  /** Has the value, or its file open, before the name goes. */
  private Block openAndRemove(StoredFile file) throws IOException {
    Path out = directory.newUpload();
    Optional<CachedBlock> few = files.cache(file);
    if (few.isPresent()) {
      files.takeOut(file, out);
      directory.discard(out);
      return few.get();
    }
    Block block = unopened(file).opened();
    return IoAction.closingOnFailure(
        block,
        () -> {
          files.takeOut(file, out);
          return new TakenBlock(block, failed -> endTaking(file, out, failed));
        });
  }

  private void endTaking(StoredFile file, Path out, boolean failed) {
    if (!failed) {
      directory.discard(out);
      return;
    }
    try {
      locked(
          file.name(),
          () -> {
            files.putBack(file, out);
            return file;
          });
    } catch (RefusedException e) {
      LOG.log(ERROR, "block " + file.name() + " cannot be put back after a failure", e);
    }
  }

  @Override
  public boolean giveAway(BlockName name, Recipient recipient) throws IOException {
    Optional<Block> found = read(name, Touch.KEEP);
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
    return locked(
        name,
        () -> {
          Optional<StoredFile> file = files.find(name).filter(StoredFile::sealed);
          return file.isPresent() && remove(file.get());
        });
  }

  private boolean giveSlotAway(BlockName name, Recipient recipient) throws IOException {
    return locked(
        name,
        () -> {
          Optional<StoredFile> file = files.find(name);
          if (file.isEmpty()) {
            return false;
          }
          try (Block block = open(file.get(), Touch.KEEP)) {
            recipient.accept(block);
          }
          return remove(file.get());
        });
  }

  @Override
  public Iterator<BlockName> newestFirst() throws IOException {
    try {
      return NewestFirst.of(directory);
    } catch (IOException e) {
      throw errors.explain(e);
    }
  }

  @Override
  public long expire(Instant untouchedSince) throws IOException {
    Expiry expiry = new Expiry(directory, files, locks, counters, untouchedSince);
    try {
      StoreTotals.Count count = totals.beginCount();
      expiry.expireBlocks(count);
      totals.adopt(count);
      expiry.expireDamaged();
      return expiry.blocks();
    } catch (IOException e) {
      throw errors.explain(e);
    }
  }

  @Override
  public StoreFigures figures() {
    return new StoreFigures(
        totals.blocks(),
        totals.bytes(),
        directory.freeBytes(),
        directory.totalBytes(),
        full,
        counters.expired(),
        counters.damaged(),
        counters.scrubbed(),
        counters.scrubbedBytes());
  }

  @Override
  public void recount() throws IOException {
    locks.checkOpen();
    errors.explaining(totals::count);
  }

  @Override
  public void scrub(Duration period) throws IOException {
    locks.checkOpen();
    errors.explaining(() -> scrubber.scrub(period));
  }

  /** Finds a block as reading does, which sets a damaged one aside. */
  private void examine(BlockName name) throws IOException {
    try {
      locked(name, () -> files.findHashed(name));
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
      rememberFull(!directory.checkWritable());
    } catch (IOException e) {
      RefusedException refusal = errors.explain(e);
      if (refusal.refusal() == Refusal.NO_ROOM) {
        rememberFull(true);
        return;
      }
      if (directory.isLost()) {
        locks.lose(refusal.reason());
      }
      throw refusal;
    }
  }

  private void rememberFull(boolean now) {
    if (now && !full) {
      LOG.log(WARNING, "the disk of {0} is full: blocks can only be read", directory.root());
    } else if (full && !now) {
      LOG.log(INFO, "the disk of {0} has room again", directory.root());
    }
    full = now;
  }

  @Override
  public void close() throws IOException {
    scrubber.close();
    locks.close();
    directory.close();
  }
}
