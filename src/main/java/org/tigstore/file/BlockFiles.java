package org.tigstore.file;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
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
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Sha256;

/**
 * Finds blocks' files, tells sealed from slot from damaged, and touches. A sealed block's file
 * carries no write permission: that mark tells a damaged one from a slot. Callers hold the name.
 */
final class BlockFiles {
  /** The permissions of a sealed block's file. */
  static final Set<PosixFilePermission> SEALED = PosixFilePermissions.fromString("r--------");

  /** The permissions of a slot's file. */
  static final Set<PosixFilePermission> SLOT = PosixFilePermissions.fromString("rw-------");

  /** How many bytes are moved at a time, between files, digests and the network. */
  static final int CHUNK_BYTES = 64 * 1024;

  private static final System.Logger LOG = System.getLogger(BlockFiles.class.getName());

  private final DataDirectory directory;
  private final Verification verification;
  private final InstantSource clock;
  private final KnownContents known = new KnownContents();
  private final AtomicBoolean touchesFail = new AtomicBoolean();

  BlockFiles(DataDirectory directory, Verification verification, InstantSource clock) {
    this.directory = directory;
    this.verification = verification;
    this.clock = clock;
  }

  /**
   * The block's file, its content known to be what it says; empty if there is none.
   *
   * @throws RefusedException {@link Refusal#DAMAGED} after setting a damaged sealed block aside
   */
  Optional<BlockFile> find(BlockName name) throws IOException {
    Path path = directory.pathOf(name);
    Optional<FileState> state = FileState.of(path);
    if (state.isEmpty()) {
      directory.checkPresent();
      return Optional.empty();
    }
    BlockFile file = identify(name, path, state.get());
    if (file.sealed() != file.state().writeProtected()) {
      file = file.sealed() ? marked(file) : setAside(file);
    }
    return Optional.of(file);
  }

  private BlockFile identify(BlockName name, Path path, FileState state) throws IOException {
    boolean trusted = verification == Verification.CHANGED || !state.writeProtected();
    Optional<BlockName> content = trusted ? known.contentOf(name, state) : Optional.empty();
    if (content.isPresent()) {
      return new BlockFile(name, path, state, content.get());
    }
    BlockFile file = new BlockFile(name, path, state, BlockName.ofDigest(digest(path)));
    known.remember(file);
    return file;
  }

  private static MessageDigest digest(Path path) throws IOException {
    MessageDigest digest = Sha256.start();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
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
      Files.setPosixFilePermissions(file.path(), SEALED);
      return remembered(file);
    } catch (IOException e) {
      LOG.log(WARNING, "the file of sealed block " + file.name() + " cannot be write-protected", e);
      return file;
    }
  }

  private BlockFile setAside(BlockFile file) throws IOException {
    known.forget(file.name());
    LOG.log(ERROR, "block {0} is damaged: its bytes are not those of its name", file.name());
    try {
      Files.move(file.path(), directory.damagedPathOf(file.name()), ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.log(ERROR, "damaged block " + file.name() + " cannot be set aside", e);
    }
    throw new RefusedException(
        Refusal.DAMAGED, "the block was found damaged; storing its bytes again heals it");
  }

  /** Restarts the block's retention; on a directory that refuses, reading goes on without. */
  BlockFile touched(BlockFile file) {
    try {
      Files.getFileAttributeView(file.path(), BasicFileAttributeView.class, NOFOLLOW_LINKS)
          .setTimes(FileTime.from(clock.instant()), null, null);
      BlockFile touched = remembered(file);
      if (touchesFail.compareAndSet(true, false)) {
        LOG.log(INFO, "blocks can be touched again");
      }
      return touched;
    } catch (IOException e) {
      if (touchesFail.compareAndSet(false, true)) {
        LOG.log(WARNING, "blocks cannot be touched: being read does not keep them alive", e);
      }
      return file;
    }
  }

  /** Takes note of a file that has just been put in place with this content. */
  void placed(BlockName name, BlockName content) throws IOException {
    Path path = directory.pathOf(name);
    Optional<FileState> state = FileState.of(path);
    if (state.isEmpty()) {
      throw new NoSuchFileException(path.toString());
    }
    known.remember(new BlockFile(name, path, state.get(), content));
  }

  /** Takes note of an append: the digest has consumed the file as it is now. */
  void appended(BlockFile before, MessageDigest digest) throws IOException {
    BlockName content = BlockName.ofDigest(copy(digest));
    BlockFile after =
        remembered(new BlockFile(before.name(), before.path(), before.state(), content));
    known.rememberDigest(after, digest);
    if (after.sealed()) {
      marked(after);
    }
  }

  /** A digest computation of the caller's own that has consumed the file. */
  MessageDigest digestOf(BlockFile file) throws IOException {
    Optional<MessageDigest> digest = known.digestOf(file.name(), file.state());
    return digest.isPresent() ? copy(digest.get()) : digest(file.path());
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
    Files.delete(directory.pathOf(name));
    known.forget(name);
  }

  private BlockFile remembered(BlockFile file) throws IOException {
    Optional<FileState> state = FileState.of(file.path());
    if (state.isEmpty()) {
      throw new NoSuchFileException(file.path().toString());
    }
    BlockFile current = file.in(state.get());
    known.remember(current);
    return current;
  }
}
