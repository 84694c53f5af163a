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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Sha256;
import org.tigstore.block.Touch;

/**
 * Finds blocks' files, tells sealed from slot from damaged, and touches. A sealed block's file
 * carries no write permission: that mark tells a damaged one from a slot. Callers hold the name.
 */
final class BlockFiles {
  private static final System.Logger LOG = System.getLogger(BlockFiles.class.getName());
  private static final Duration BETWEEN_TOUCH_WARNINGS = Duration.ofMinutes(1);

  private final DataDirectory directory;
  private final Verification verification;
  private final Duration touchInterval;
  private final Inventory inventory;
  private final Tally tally;
  private final InstantSource clock;
  private final KnownContents known = new KnownContents();
  private final AtomicReference<Instant> nextTouchWarning = new AtomicReference<>(Instant.MIN);

  BlockFiles(
      DataDirectory directory,
      FileStoreSettings settings,
      Inventory inventory,
      Tally tally,
      InstantSource clock) {
    this.directory = directory;
    this.inventory = inventory;
    this.tally = tally;
    this.verification = settings.verification();
    this.touchInterval = settings.touchInterval();
    this.clock = clock;
  }

  /**
   * The block's file, its content known to be what it says; empty if there is none.
   *
   * @throws RefusedException {@link Refusal#DAMAGED} after setting a damaged sealed block aside
   */
  Optional<BlockFile> find(BlockName name) throws IOException {
    Optional<BlockFile> file = look(name);
    if (file.isEmpty()) {
      directory.checkPresent();
    }
    return file;
  }

  /** As {@link #find}, for a caller who knows that the directory is there. */
  Optional<BlockFile> look(BlockName name) throws IOException {
    return look(name, verification);
  }

  /** As {@link #look}, the file being hashed whatever is known of it. */
  Optional<BlockFile> findHashed(BlockName name) throws IOException {
    return look(name, Verification.ALWAYS);
  }

  private Optional<BlockFile> look(BlockName name, Verification wanted) throws IOException {
    Path path = directory.pathOf(name);
    Optional<FileState> state = FileState.of(path);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    BlockFile file = identify(name, path, state.get(), wanted);
    if (file.sealed() != file.state().marked()) {
      file = file.sealed() ? marked(file) : setAside(file);
    }
    return Optional.of(file);
  }

  private BlockFile identify(BlockName name, Path path, FileState state, Verification wanted)
      throws IOException {
    Optional<BlockName> content =
        isTrusted(state, wanted) ? known.contentOf(name, state) : Optional.empty();
    if (content.isPresent()) {
      return new BlockFile(name, path, state, content.get());
    }
    BlockFile file =
        new BlockFile(name, path, state, BlockName.ofDigest(digest(path, Sha256.start())));
    known.remember(file);
    return file;
  }

  /** Whether a file that is as this process left it need not be hashed again. */
  private static boolean isTrusted(FileState state, Verification wanted) {
    return wanted == Verification.CHANGED || !state.marked();
  }

  /** Feeds a whole file to a digest computation, which is returned. */
  static MessageDigest digest(Path path, MessageDigest digest) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(Content.CHUNK_BYTES);
    try (FileChannel channel = FileChannel.open(path, READ, NOFOLLOW_LINKS)) {
      while (channel.read(chunk.clear()) >= 0) {
        digest.update(chunk.flip());
      }
    }
    return digest;
  }

  /** Marks a sealed block that another program wrote, or that an append completed. */
  private BlockFile marked(BlockFile file) {
    try {
      Files.setPosixFilePermissions(file.path(), FileState.SEALED);
      BlockFile marked = current(file);
      known.remember(marked);
      return marked;
    } catch (IOException e) {
      LOG.log(WARNING, "the file of sealed block " + file.name() + " cannot be write-protected", e);
      return file;
    }
  }

  private BlockFile setAside(BlockFile file) throws IOException {
    known.forget(file.name());
    LOG.log(ERROR, "block {0} is damaged: its bytes are not those of its name", file.name());
    try {
      // It is to expire like a block, a whole retention from now.
      stamp(file.path());
      inventory.shrinking(
          file.name(),
          () -> Files.move(file.path(), directory.damagedPathOf(file.name()), ATOMIC_MOVE));
      tally.countDamaged();
    } catch (IOException e) {
      LOG.log(ERROR, "damaged block " + file.name() + " cannot be set aside", e);
    }
    throw new RefusedException(
        Refusal.DAMAGED, "the block was found damaged; storing its bytes again heals it");
  }

  /**
   * Restarts the block's retention, unless that was done a moment ago; on a directory that refuses,
   * reading goes on without.
   */
  BlockFile touched(BlockFile file) throws IOException {
    if (touchedLately(file.state())) {
      return file;
    }
    try {
      stamp(file.path());
    } catch (IOException e) {
      warnOfFailedTouch(e);
      return file;
    }
    BlockFile touched = current(file);
    if (!touched.state().isSameFileAs(file.state())) {
      throw new IOException("another program changed the file while it was touched");
    }
    known.rememberTouched(file, touched);
    return touched;
  }

  private boolean touchedLately(FileState state) {
    return state.modified().plus(touchInterval).isAfter(clock.instant());
  }

  private void warnOfFailedTouch(IOException failure) {
    Instant now = clock.instant();
    Instant due = nextTouchWarning.get();
    if (!now.isBefore(due)
        && nextTouchWarning.compareAndSet(due, now.plus(BETWEEN_TOUCH_WARNINGS))) {
      LOG.log(WARNING, "blocks cannot be touched: being read does not keep them alive", failure);
    }
  }

  /**
   * Whether a new file of so many bytes keeps the time that the system gave it. That time is some
   * milliseconds behind the clock, and a change that something else makes within these leaves it as
   * it is: a sealed block with such a time is hashed when it is first read. Hashing a large one
   * costs more than setting its time.
   */
  boolean hasItsOwnTime(long length) {
    return length < Content.CHUNK_BYTES && clock.equals(InstantSource.system());
  }

  /** Touches a file now. */
  void stamp(Path path) throws IOException {
    FileTime now = FileTime.from(clock.instant());
    // Both times: to leave one as it is, the JDK would ask the system for it.
    Files.getFileAttributeView(path, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .setTimes(now, now, null);
  }

  /** Takes note of a file that has just been put in place with this content. */
  void placed(BlockName name, BlockName content, long length) throws IOException {
    known.forget(name);
    if (name.equals(content) && hasItsOwnTime(length)) {
      return;
    }
    Path path = directory.pathOf(name);
    Optional<FileState> state = FileState.of(path);
    if (state.isPresent()) {
      known.remember(new BlockFile(name, path, state.get(), content));
    }
  }

  /** Takes note of an append: the digest has consumed the file as it is now. */
  void appended(BlockFile before, MessageDigest digest) throws IOException {
    stamp(before.path());
    BlockName content = BlockName.ofDigest(copy(digest));
    BlockFile after = current(new BlockFile(before.name(), before.path(), before.state(), content));
    known.remember(after);
    known.rememberDigest(after, digest);
    if (after.sealed()) {
      marked(after);
    }
  }

  /**
   * Throws if an open sealed block's file has been changed by something else. The same name may
   * mean another file by now, or none: then nobody can have changed the open one through it.
   */
  void checkUnchanged(BlockFile opened) throws IOException {
    Optional<FileState> state = FileState.of(opened.path());
    if (state.isPresent()
        && state.get().key().equals(opened.state().key())
        && known.contentOf(opened.name(), state.get()).isEmpty()
        && !identify(opened.name(), opened.path(), state.get(), verification).sealed()) {
      throw new IOException("the file of a sealed block was changed while it was read");
    }
  }

  /**
   * The block that is held in memory, if its file is as it was when its bytes were read, and need
   * not be hashed or touched. The caller need not hold the name: one look at the file decides, and
   * whatever changes a block changes what that look shows before it lets go of the name.
   */
  Optional<HeldBlock> heldUnchanged(BlockName name, Touch touch) throws IOException {
    Optional<HeldBlock> held = held(name);
    if (held.isEmpty()) {
      return held;
    }
    Optional<FileState> state = FileState.of(held.get().file().path());
    boolean unchanged =
        state.isPresent()
            && held.get().isOf(state.get())
            && isTrusted(state.get(), verification)
            && (touch == Touch.LEAVE || touchedLately(state.get()));
    return unchanged ? held : Optional.empty();
  }

  /** The block as it was when it was last read, if it is held in memory since. */
  Optional<HeldBlock> held(BlockName name) {
    return known.held(name);
  }

  /** The block that is held of this very file. */
  Optional<HeldBlock> held(BlockFile file) {
    return known.held(file.name()).filter(block -> block.isOf(file.state()));
  }

  /**
   * The block of a file with few bytes, held in memory from now on; empty if the file has many, or
   * if something else has changed it since it was looked at.
   */
  Optional<HeldBlock> hold(BlockFile file) throws IOException {
    Optional<HeldBlock> held = held(file);
    if (held.isPresent() || file.state().size() > KnownContents.FEW_BYTES) {
      return held;
    }
    byte[] bytes = read(file);
    if (!Sha256.nameOf(bytes).equals(file.contentName())) {
      return Optional.empty();
    }
    HeldBlock block = new HeldBlock(file, bytes);
    known.hold(block);
    return Optional.of(block);
  }

  private static byte[] read(BlockFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) file.state().size());
    try (FileChannel channel = FileChannel.open(file.path(), READ, NOFOLLOW_LINKS)) {
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // A read may give less than is there.
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** A digest computation of the caller's own that has consumed the file. */
  MessageDigest digestOf(BlockFile file) throws IOException {
    Optional<MessageDigest> digest = known.digestOf(file.name(), file.state());
    return digest.isPresent() ? copy(digest.get()) : digest(file.path(), Sha256.start());
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java platform cannot copy a SHA-256 computation", e);
    }
  }

  /** Deletes the block's file. */
  void delete(BlockName name) throws IOException {
    inventory.shrinking(
        name,
        () -> {
          Files.delete(directory.pathOf(name));
          return name;
        });
    known.forget(name);
  }

  private static BlockFile current(BlockFile file) throws IOException {
    Optional<FileState> state = FileState.of(file.path());
    if (state.isEmpty()) {
      throw new NoSuchFileException(file.path().toString());
    }
    return file.in(state.get());
  }
}
