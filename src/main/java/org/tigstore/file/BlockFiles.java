package org.tigstore.file;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.IoRunnable;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Sha256;
import org.tigstore.block.TimeSource;
import org.tigstore.block.Touch;

/**
 * Finds blocks' files, tells sealed from slot from damaged, and touches. A sealed block's file
 * carries no write permission: that mark tells a damaged one from a slot. Callers have locked the
 * name.
 */
final class BlockFiles {
  private static final System.Logger LOG = System.getLogger(BlockFiles.class.getName());
  private static final long BETWEEN_TOUCH_WARNINGS_NANOS = Duration.ofMinutes(1).toNanos();

  private final DataDirectory directory;
  private final Verification verification;
  private final Duration touchInterval;
  private final StoreTotals totals;
  private final StoreCounters counters;
  private final TimeSource clock;
  private final ContentCache cache = new ContentCache();
  private final AtomicLong nextTouchWarning;

  BlockFiles(
      DataDirectory directory,
      FileStoreSettings settings,
      StoreTotals totals,
      StoreCounters counters,
      TimeSource clock) {
    this.directory = directory;
    this.totals = totals;
    this.counters = counters;
    this.verification = settings.verification();
    this.touchInterval = settings.touchInterval();
    this.clock = clock;
    this.nextTouchWarning = new AtomicLong(clock.nanos());
  }

  /**
   * The block's file, its content known to be what it says; empty if there is none.
   *
   * @throws RefusedException {@link Refusal#DAMAGED} after setting a damaged sealed block aside
   */
  Optional<StoredFile> find(BlockName name) throws IOException {
    Optional<StoredFile> file = look(name);
    if (file.isEmpty()) {
      directory.checkPresent();
    }
    return file;
  }

  /** As {@link #find}, for a caller who knows that the directory is there. */
  Optional<StoredFile> look(BlockName name) throws IOException {
    return look(name, verification);
  }

  /** As {@link #look}, the file being hashed whatever is known of it. */
  Optional<StoredFile> findHashed(BlockName name) throws IOException {
    return look(name, Verification.ALWAYS);
  }

  private Optional<StoredFile> look(BlockName name, Verification wanted) throws IOException {
    Path path = directory.pathOf(name);
    Optional<StoredFile.State> state = StoredFile.stateAt(path);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    StoredFile file = identify(name, path, state.get(), wanted);
    if (file.sealed() != file.state().marked()) {
      file = file.sealed() ? marked(file) : setAside(file);
    }
    return Optional.of(file);
  }

  private StoredFile identify(
      BlockName name, Path path, StoredFile.State state, Verification wanted) throws IOException {
    Optional<BlockName> content =
        isTrusted(state, wanted) ? cache.contentOf(name, state) : Optional.empty();
    if (content.isPresent()) {
      return new StoredFile(name, path, state, content.get());
    }
    if (state.size() <= ContentCache.FEW_BYTES) {
      byte[] bytes = read(path, (int) state.size());
      StoredFile file = new StoredFile(name, path, state, Sha256.nameOf(bytes));
      cache.remember(file);
      if (bytes.length == state.size() && file.sealed() == state.marked()) {
        cache.cache(new CachedBlock(file, bytes));
      }
      return file;
    }
    StoredFile file =
        new StoredFile(
            name, path, state, BlockName.ofDigest(StoredFile.digest(path, Sha256.start())));
    cache.remember(file);
    return file;
  }

  /** Whether a file that is as this process left it need not be hashed again. */
  private static boolean isTrusted(StoredFile.State state, Verification wanted) {
    return wanted == Verification.CHANGED || !state.marked();
  }

  /** Marks a sealed block that another program wrote, or that an append completed. */
  private StoredFile marked(StoredFile file) {
    try {
      Files.setPosixFilePermissions(file.path(), StoredFile.SEALED);
      StoredFile marked = file.current();
      cache.remember(marked);
      return marked;
    } catch (IOException e) {
      LOG.log(WARNING, "the file of sealed block " + file.name() + " cannot be write-protected", e);
      return file;
    }
  }

  private StoredFile setAside(StoredFile file) throws IOException {
    cache.forget(file.name());
    LOG.log(ERROR, "block {0} is damaged: its bytes do not match its name", file.name());
    try {
      // It is to expire like a block, a whole retention from now.
      stamp(file.path());
      try (StoreTotals.Change change =
          totals.change(file.name(), OptionalLong.of(file.state().size()), 0)) {
        Files.move(file.path(), directory.damagedPathOf(file.name()), ATOMIC_MOVE);
        change.became(OptionalLong.empty());
      }
      counters.countDamaged();
    } catch (IOException e) {
      LOG.log(ERROR, "damaged block " + file.name() + " cannot be set aside", e);
    }
    throw new RefusedException(
        Refusal.DAMAGED, "the block was found damaged; store the same bytes again to repair it");
  }

  /**
   * Restarts the block's retention, unless that was done a moment ago; on a directory that refuses,
   * reading goes on without.
   */
  StoredFile touched(StoredFile file) throws IOException {
    if (touchedLately(file.state())) {
      return file;
    }
    try {
      stamp(file.path());
    } catch (IOException e) {
      warnOfFailedTouch(e);
      return file;
    }
    return retimed(file);
  }

  /** Takes note that only the file's time was changed. */
  private StoredFile retimed(StoredFile file) throws IOException {
    StoredFile touched = file.current();
    if (!touched.state().isSameFileAs(file.state())) {
      throw new IOException("another program changed the file while it was touched");
    }
    cache.rememberTouched(file, touched);
    return touched;
  }

  private boolean touchedLately(StoredFile.State state) {
    Instant now = clock.instant();
    Instant touched = state.modified();
    return !touched.isAfter(now) && touched.plus(touchInterval).isAfter(now);
  }

  /** Whether a file's time cannot be that of a touch: it is in the future, or before 1970. */
  boolean hasImpossibleTime(StoredFile.State state) {
    Instant time = state.modified();
    return time.isBefore(Instant.EPOCH) || time.isAfter(clock.instant());
  }

  /** Touches a file in this state whose time is impossible; a hash that is known stays known. */
  void correctTime(BlockName name, Path path, StoredFile.State state) throws IOException {
    Optional<BlockName> content = cache.contentOf(name, state);
    stamp(path);
    if (content.isPresent()) {
      retimed(new StoredFile(name, path, state, content.get()));
    }
  }

  private void warnOfFailedTouch(IOException failure) {
    long now = clock.nanos();
    long due = nextTouchWarning.get();
    if (now - due >= 0 && nextTouchWarning.compareAndSet(due, now + BETWEEN_TOUCH_WARNINGS_NANOS)) {
      LOG.log(WARNING, "cannot touch blocks: reads do not renew their retention", failure);
    }
  }

  /**
   * Whether a new file of so many bytes keeps the time that the system gave it. That time is some
   * milliseconds behind the clock, and a change that something else makes within these leaves it as
   * it is: a sealed block with such a time is hashed when it is first read. Hashing a large one
   * costs more than setting its time.
   */
  boolean hasItsOwnTime(long length) {
    return length < Content.CHUNK_BYTES && clock.equals(TimeSource.SYSTEM);
  }

  /** Touches a file now. */
  void stamp(Path path) throws IOException {
    FileTime now = FileTime.from(clock.instant());
    // Both times: to leave one as it is, the JDK would ask the system for it.
    Files.getFileAttributeView(path, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .setTimes(now, now, null);
  }

  /** Takes note of a change that has been made, and stays so whatever fails here. */
  private void note(BlockName name, IoRunnable action) {
    try {
      action.run();
    } catch (IOException e) {
      cache.forget(name);
      LOG.log(WARNING, "a block's file cannot be looked at after a change", e);
    }
  }

  /** Takes note of an upload that has just been put in place; a small slot is cached. */
  void placed(BlockName name, FileUpload upload) {
    cache.forget(name);
    note(name, () -> lookAtPlaced(name, upload));
  }

  private void lookAtPlaced(BlockName name, FileUpload upload) throws IOException {
    boolean sealed = name.equals(upload.contentName());
    if (sealed && hasItsOwnTime(upload.length())) {
      return;
    }
    Path path = directory.pathOf(name);
    Optional<StoredFile.State> state = StoredFile.stateAt(path);
    if (state.isPresent()) {
      StoredFile file = new StoredFile(name, path, state.get(), upload.contentName());
      cache.remember(file);
      if (!sealed) {
        // A write looks at the slot that it replaces before it receives its body.
        upload.inMemory().ifPresent(bytes -> cache.cache(new CachedBlock(file, bytes)));
      }
    }
  }

  /** Takes note of an append: the digest has consumed the file as it is now. */
  void appended(StoredFile before, MessageDigest digest) {
    note(before.name(), () -> lookAtAppended(before, digest));
  }

  private void lookAtAppended(StoredFile before, MessageDigest digest) throws IOException {
    stamp(before.path());
    BlockName content = BlockName.ofDigest(copy(digest));
    StoredFile after =
        new StoredFile(before.name(), before.path(), before.state(), content).current();
    cache.remember(after);
    cache.rememberDigest(after, digest);
    if (after.sealed()) {
      marked(after);
    }
  }

  /**
   * Throws if an open sealed block's file has been changed by something else. The same name may
   * mean another file by now, or none: then nobody can have changed the open one through it.
   */
  void checkUnchanged(StoredFile opened) throws IOException {
    Optional<StoredFile.State> state = StoredFile.stateAt(opened.path());
    if (state.isPresent()
        && state.get().key().equals(opened.state().key())
        && cache.contentOf(opened.name(), state.get()).isEmpty()
        && !identify(opened.name(), opened.path(), state.get(), verification).sealed()) {
      throw new IOException("the file of a sealed block was changed while it was read");
    }
  }

  /**
   * The cached block, if its file is as it was when its bytes were read, and need not be hashed or
   * touched. The caller need not lock the name: one look at the file decides, and whatever changes
   * a block changes what that look shows before it unlocks the name.
   */
  Optional<CachedBlock> cachedUnchanged(BlockName name, Touch touch) throws IOException {
    Optional<CachedBlock> cached = cache.cached(name);
    if (cached.isEmpty()) {
      return cached;
    }
    Optional<StoredFile.State> state = StoredFile.stateAt(cached.get().file().path());
    boolean unchanged =
        state.isPresent()
            && cached.get().isOf(state.get())
            && isTrusted(state.get(), verification)
            && (touch == Touch.KEEP || touchedLately(state.get()));
    return unchanged ? cached : Optional.empty();
  }

  /** The block as it was when it was last read, if it is cached since. */
  Optional<CachedBlock> cached(BlockName name) {
    return cache.cached(name);
  }

  /** The cached block of this very file. */
  Optional<CachedBlock> cached(StoredFile file) {
    return cache.cached(file.name()).filter(block -> block.isOf(file.state()));
  }

  /**
   * The block of a file with few bytes, cached from now on; empty if the file has many, or if
   * something else has changed it since it was looked at.
   */
  Optional<CachedBlock> cache(StoredFile file) throws IOException {
    Optional<CachedBlock> cached = cached(file);
    if (cached.isPresent() || file.state().size() > ContentCache.FEW_BYTES) {
      return cached;
    }
    byte[] bytes = read(file.path(), (int) file.state().size());
    if (!Sha256.nameOf(bytes).equals(file.contentName())) {
      return Optional.empty();
    }
    CachedBlock block = new CachedBlock(file, bytes);
    cache.cache(block);
    return Optional.of(block);
  }

  private static byte[] read(Path path, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    try (FileChannel channel = FileChannel.open(path, READ, NOFOLLOW_LINKS)) {
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // A read may give less than is there.
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** A digest computation of the caller's own that has consumed the file. */
  MessageDigest digestOf(StoredFile file) throws IOException {
    Optional<MessageDigest> digest = cache.digestOf(file.name(), file.state());
    return digest.isPresent() ? copy(digest.get()) : StoredFile.digest(file.path(), Sha256.start());
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java platform cannot copy a SHA-256 computation", e);
    }
  }

  /**
   * Moves a slot's file out of the directory, to a path in the work directory; puts it back if that
   * is not made durable. If that fails too, it is out, but may be back after a crash of the
   * machine.
   */
  void takeOut(StoredFile file, Path out) throws IOException {
    try (StoreTotals.Change change =
        totals.change(file.name(), OptionalLong.of(file.state().size()), 0)) {
      try {
        directory.changeNames(() -> Files.move(file.path(), out, ATOMIC_MOVE));
      } catch (RefusedException mayBeDone) {
        if (tryPutBack(file, out)) {
          throw mayBeDone;
        }
        LOG.log(ERROR, "the removal of block " + file.name() + " may not be durable", mayBeDone);
      }
      change.became(OptionalLong.empty());
    }
    cache.forget(file.name());
  }

  /** Puts a file back that was moved out, unless its name is in use. */
  void putBack(StoredFile file, Path out) throws IOException {
    try (StoreTotals.Change change = totals.change(file.name(), totals.sizeOf(file.name()), 0)) {
      tryPutBack(file, out);
      change.became(totals.sizeOf(file.name()));
    }
  }

  private boolean tryPutBack(StoredFile file, Path out) {
    try {
      // Unlike a move, it takes the place of nothing; and it needs no handle.
      Files.createLink(file.path(), out);
    } catch (IOException e) {
      LOG.log(ERROR, "block " + file.name() + " cannot be put back after a failure", e);
      return false;
    }
    try {
      directory.changeNames(() -> directory.discard(out));
    } catch (IOException e) {
      LOG.log(WARNING, "the return of block " + file.name() + " may not be durable", e);
    }
    return true;
  }

  /** Deletes a block's file, of which this is known. */
  void delete(BlockName name, StoredFile.State state) throws IOException {
    try (StoreTotals.Change change = totals.change(name, OptionalLong.of(state.size()), 0)) {
      Files.delete(directory.pathOf(name));
      change.became(OptionalLong.empty());
    }
    cache.forget(name);
  }
}
