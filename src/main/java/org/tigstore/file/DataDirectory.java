package org.tigstore.file;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.tigstore.block.BlockName;
import org.tigstore.block.IoAction;

/**
 * The directory's layout: blocks at the top, and beside them a work directory on the same file
 * system for what has no name yet, half an append, and damaged blocks. Held by one process.
 */
final class DataDirectory implements Closeable {
  private static final System.Logger LOG = System.getLogger(DataDirectory.class.getName());

  /** File systems merge a few syncs that run at once, but not without end. */
  private static final int SYNCS_AT_ONCE = 4;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final Path root;
  private final Path work;
  private final Path uploads;
  private final Path appends;
  private final Path damaged;
  private final boolean syncing;
  private final DirectoryLock lock;
  private final GroupCommit blockChanges;
  private final GroupCommit markChanges;

  /** Tells this store's uploads from those of a predecessor that is still being stopped. */
  private final String uploadPrefix = UUID.randomUUID() + "-";

  private final AtomicLong uploadNumber = new AtomicLong();

  private DataDirectory(Path root, Path work, boolean syncing, DirectoryLock lock) {
    this.root = root;
    this.work = work;
    this.uploads = work.resolve("uploads");
    this.appends = work.resolve("appends");
    this.damaged = work.resolve("damaged");
    this.syncing = syncing;
    this.lock = lock;
    this.blockChanges = new GroupCommit(() -> sync(root), SYNCS_AT_ONCE);
    this.markChanges = new GroupCommit(() -> sync(appends), SYNCS_AT_ONCE);
  }

  /**
   * Takes hold of a directory, and clears what an earlier process received but never stored.
   *
   * @throws UnusableDirectoryException with one sentence for the operator
   */
  static DataDirectory open(FileStoreSettings settings) throws IOException {
    Path root = settings.directory();
    try {
      makeRoot(root);
      Path work = makePrivateDirectory(settings.work());
      DirectoryLock lock = DirectoryLock.acquire(work.resolve("lock"), settings.lockWait());
      boolean syncing = settings.durability() == Durability.FSYNC;
      DataDirectory directory = new DataDirectory(root, work, syncing, lock);
      return IoAction.closingOnFailure(directory, directory::prepared);
    } catch (UnusableDirectoryException e) {
      throw e;
    } catch (FileAlreadyExistsException e) {
      throw new UnusableDirectoryException(e.getMessage() + " is not a directory", e);
    } catch (IOException | UnsupportedOperationException e) {
      throw new UnusableDirectoryException(
          "the data directory " + root + " cannot be used: " + e, e);
    }
  }

  /**
   * Makes the directory but not its parent, whose absence may mean that a volume is not mounted.
   */
  private static void makeRoot(Path root) throws IOException {
    if (Files.isDirectory(root)) {
      return;
    }
    try {
      Files.createDirectory(root);
    } catch (NoSuchFileException e) {
      throw new UnusableDirectoryException(
          "the data directory "
              + root
              + " cannot be made: "
              + root.toAbsolutePath().getParent()
              + " is missing",
          e);
    }
  }

  private static Path makePrivateDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    return directory;
  }

  private DataDirectory prepared() throws IOException {
    makePrivateDirectory(uploads);
    makePrivateDirectory(appends);
    makePrivateDirectory(damaged);
    clearUploads();
    probe();
    return this;
  }

  private void clearUploads() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(uploads)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
  }

  /**
   * Writes, links and syncs once, so that a directory which cannot fails now and not later. A full
   * one is fine: it can be read, and expiry will make room.
   */
  private void probe() throws IOException {
    Path probe = newUpload();
    try {
      Files.createFile(probe, PosixFilePermissions.asFileAttribute(StoredFile.SEALED));
      checkOwner(probe);
      checkMark(probe);
      Files.createLink(newUpload(), probe);
      if (syncing) {
        sync(uploads);
      }
    } catch (IOException e) {
      if (!FileErrors.isNoRoom(e)) {
        throw e;
      }
      LOG.log(WARNING, "the data directory is full", e);
    }
    clearUploads();
  }

  /**
   * Makes and deletes an empty file, as whoever stores something does; throws if that fails for
   * another reason than lack of room.
   */
  void checkWritable() throws IOException {
    Path probe = newUpload();
    try {
      Files.createFile(probe, PosixFilePermissions.asFileAttribute(StoredFile.SLOT));
      Files.delete(probe);
    } catch (IOException e) {
      if (!FileErrors.isNoRoom(e)) {
        throw e;
      }
    }
  }

  /** Nobody else may own the work directory: its owner could plant files in it. */
  private void checkOwner(Path probe) throws IOException {
    if (!Files.getOwner(work, NOFOLLOW_LINKS).equals(Files.getOwner(probe, NOFOLLOW_LINKS))) {
      throw new UnusableDirectoryException(
          work + " belongs to " + Files.getOwner(work, NOFOLLOW_LINKS) + ", not to this process");
    }
    Files.setPosixFilePermissions(work, OWNER_ONLY);
  }

  private static void checkMark(Path probe) throws IOException {
    if (!StoredFile.stateAt(probe).map(StoredFile.State::marked).orElse(false)) {
      throw new UnusableDirectoryException(
          probe.getParent() + " lies on a file system that does not keep permissions");
    }
  }

  /** Where the block of this name lies or would lie. */
  Path pathOf(BlockName name) {
    return root.resolve(name.toString());
  }

  /** Where the mark of an append to this block, begun at this length, lies or would lie. */
  Path appendMark(BlockName name, long length) {
    return appends.resolve(name + "-" + length);
  }

  Path appends() {
    return appends;
  }

  /** Where this block lies once it is found damaged. */
  Path damagedPathOf(BlockName name) {
    return damaged.resolve(name.toString());
  }

  /** A path that nothing has used since the directory was opened. */
  Path newUpload() {
    return uploads.resolve(uploadPrefix + uploadNumber.incrementAndGet());
  }

  /** Whether changes are synced before they return. */
  boolean syncing() {
    return syncing;
  }

  /** Makes the coming and going of blocks durable, at one go with others who want that. */
  void syncBlocks() throws IOException {
    if (syncing) {
      blockChanges.commit();
    }
  }

  /** Makes the coming and going of append marks durable, as {@link #syncBlocks}. */
  void syncAppends() throws IOException {
    if (syncing) {
      markChanges.commit();
    }
  }

  // Opened each time: a channel that is kept would be closed for all by one interrupted thread.
  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  /**
   * Throws if the directory is no longer the one that was opened, so that no block seems missing.
   */
  void checkPresent() throws IOException {
    if (!isPresent()) {
      throw new UnusableDirectoryException("the data directory has vanished");
    }
  }

  /** Whether the directory is there: not moved away, and no empty mount point in its place. */
  boolean isPresent() {
    return Files.isDirectory(work, NOFOLLOW_LINKS);
  }

  /** How many bytes may still be written; empty if the system does not tell. */
  OptionalLong freeBytes() {
    try {
      return OptionalLong.of(Files.getFileStore(root).getUsableSpace());
    } catch (IOException e) {
      LOG.log(DEBUG, "the free space cannot be told", e);
      return OptionalLong.empty();
    }
  }

  /** How many bytes the file system has altogether; empty if the system does not tell. */
  OptionalLong totalBytes() {
    try {
      return OptionalLong.of(Files.getFileStore(root).getTotalSpace());
    } catch (IOException e) {
      LOG.log(DEBUG, "the size of the file system cannot be told", e);
      return OptionalLong.empty();
    }
  }

  /** Something done with each block's file. */
  @FunctionalInterface
  interface Visitor {
    void visit(BlockName name, Path path) throws IOException;
  }

  /** Visits every file with a block's name, in no order and in constant memory. */
  void forEachBlock(Visitor visitor) throws IOException {
    checkPresent();
    forEachName(root, visitor);
  }

  /** Visits every damaged block's file, as {@link #forEachBlock}. */
  void forEachDamaged(Visitor visitor) throws IOException {
    forEachName(damaged, visitor);
  }

  private static void forEachName(Path directory, Visitor visitor) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Optional<BlockName> name = BlockName.parse(String.valueOf(entry.getFileName()));
        if (name.isPresent()) {
          visitor.visit(name.get(), entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** The directory itself. */
  Path root() {
    return root;
  }

  /** What its failures mean. */
  FileErrors errors() {
    return new FileErrors(root, work);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
