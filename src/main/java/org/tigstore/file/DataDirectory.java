package org.tigstore.file;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.tigstore.block.BlockName;
import org.tigstore.block.IoAction;
import org.tigstore.block.IoRunnable;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The directory's layout: blocks at the top, and beside them a work directory on the same file
 * system for what has no name yet, half an append, and damaged blocks. Held by one process.
 */
final class DataDirectory implements Closeable {
  private static final System.Logger LOG = System.getLogger(DataDirectory.class.getName());
  private static final String PROBE = ".tigstore-probe";

  /** Kept twice, as the first may be taken for a leftover and deleted. */
  private static final List<String> LOCKS = List.of("lock", "owner");

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
  private final List<DirectoryLock> locks = new ArrayList<>();
  private final FileErrors errors;
  private final GroupCommit blockChanges;
  private final GroupCommit markChanges;

  /** Tells this store's uploads from those of a predecessor that is still being stopped. */
  private final String uploadPrefix = UUID.randomUUID() + "-";

  private final AtomicLong uploadNumber = new AtomicLong();

  private DataDirectory(Path root, Path work, boolean syncing) {
    this.root = root;
    this.work = work;
    this.uploads = work.resolve("uploads");
    this.appends = work.resolve("appends");
    this.damaged = work.resolve("damaged");
    this.syncing = syncing;
    this.errors = new FileErrors(root, work, List.of(uploads, appends, damaged));
    this.blockChanges = new GroupCommit(SYNCS_AT_ONCE);
    this.markChanges = new GroupCommit(SYNCS_AT_ONCE);
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
      DataDirectory directory =
          new DataDirectory(root, work, settings.durability() == Durability.FSYNC);
      return IoAction.closingOnFailure(directory, () -> directory.opened(settings.lockWait()));
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

  private DataDirectory opened(Duration lockWait) throws IOException {
    for (String name : LOCKS) {
      lock(work.resolve(name), lockWait);
    }
    makePrivateDirectory(uploads);
    makePrivateDirectory(appends);
    makePrivateDirectory(damaged);
    clearUploads();
    checkSuitable();
    return this;
  }

  private void lock(Path file, Duration wait) throws IOException {
    try {
      locks.add(DirectoryLock.acquire(file, wait));
    } catch (IOException e) {
      // One is enough where there is no room for a second.
      if (locks.isEmpty() || !errors.isNoRoom(e)) {
        throw e;
      }
    }
  }

  private void clearUploads() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(uploads)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
  }

  /**
   * Throws if the directory could never be used. One that cannot be written at the moment, as it is
   * full for example, is fine: it can be read.
   */
  private void checkSuitable() throws IOException {
    Path probe = newUpload();
    try {
      Files.createFile(probe, PosixFilePermissions.asFileAttribute(StoredFile.SEALED));
      checkOwner(probe);
      checkMark(probe);
      Files.createLink(newUpload(), probe);
    } catch (IOException e) {
      if (!errors.isNoRoom(e)) {
        throw e;
      }
    }
    clearUploads();
  }

  /**
   * Does what storing a block does, under a name that no block has. Throws if that fails for
   * another reason than lack of room, or if something that this process made is no longer there.
   *
   * @return whether there was room
   */
  boolean checkWritable() throws IOException {
    checkPresent();
    for (DirectoryLock lock : locks) {
      if (!lock.isInPlace()) {
        throw new UnusableDirectoryException(
            "the lock of the data directory was deleted or replaced");
      }
    }
    boolean roomy = tryPlacing();
    if (syncing) {
      sync(root);
    }
    for (Path directory : List.of(root, uploads, appends, damaged)) {
      if (!Files.isDirectory(directory)) {
        throw new NoSuchFileException(directory.toString());
      }
      if (!Files.isWritable(directory)) {
        throw new AccessDeniedException(directory.toString());
      }
    }
    keepFresh();
    return roomy;
  }

  /** Whether there was room for a small file. */
  private boolean tryPlacing() throws IOException {
    Path file = newUpload();
    Path named = root.resolve(PROBE);
    try {
      try (FileChannel channel =
          FileChannel.open(
              file,
              Set.of(CREATE_NEW, WRITE),
              PosixFilePermissions.asFileAttribute(StoredFile.SLOT))) {
        channel.write(ByteBuffer.allocate(1));
        if (syncing) {
          channel.force(true);
        }
      }
      Files.move(file, named, ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      if (!errors.isNoRoom(e)) {
        throw e;
      }
      return false;
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(named);
    }
  }

  /** Programs that clean directories of temporary files delete what has not changed for long. */
  private void keepFresh() {
    Stream<Path> files = LOCKS.stream().map(work::resolve);
    Stream.concat(files, Stream.of(appends, damaged))
        .forEach(path -> path.toFile().setLastModified(System.currentTimeMillis()));
  }

  /** Whether another process may have locked the directory as well; false if that is not clear. */
  boolean isLost() {
    try {
      boolean replaced = false;
      for (DirectoryLock lock : locks) {
        if (lock.isInPlace()) {
          return false;
        }
        replaced |= lock.isReplaced();
      }
      return replaced;
    } catch (IOException e) {
      LOG.log(DEBUG, "the locks cannot be looked at", e);
      return false;
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

  /**
   * A path for a file without a name, deleted at the next start; nothing has used it since the
   * directory was opened.
   */
  Path newUpload() {
    return uploads.resolve(uploadPrefix + uploadNumber.incrementAndGet());
  }

  /** Deletes a file at such a path; one that cannot be deleted stays until the next start. */
  void discard(Path upload) {
    // One call of the system where it succeeds.
    if (!upload.toFile().delete()) {
      try {
        Files.deleteIfExists(upload);
      } catch (IOException e) {
        LOG.log(WARNING, "a file stays in the work directory until the next start", e);
      }
    }
  }

  /** Whether changes are synced before they return. */
  boolean syncing() {
    return syncing;
  }

  /**
   * Changes which block a name has, in one step, and makes that durable, at one go with others who
   * want that. The directory is opened first, so that running out of handles changes nothing.
   *
   * @throws RefusedException {@link Refusal#STORE_FAILED} if the step was done, but may not be
   *     durable
   */
  void changeNames(IoRunnable step) throws IOException {
    if (!syncing) {
      step.run();
      return;
    }
    boolean done = false;
    // Opened each time: a channel that is kept would be closed for all by one interrupted thread.
    try (FileChannel opened = FileChannel.open(root, READ)) {
      step.run();
      done = true;
      blockChanges.commit(() -> opened.force(true));
    } catch (IOException e) {
      throw done ? mayBeDone(e) : e;
    }
  }

  /** The refusal of a change that nobody knows to be done or not to be done. */
  static RefusedException mayBeDone(Throwable failure) {
    return new RefusedException(
        Refusal.STORE_FAILED, "the store failed; the change may have been made", failure);
  }

  /** Makes the coming and going of append marks durable, at one go with others. */
  void syncAppends() throws IOException {
    if (syncing) {
      markChanges.commit(() -> sync(appends));
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  /**
   * Throws if the directory is no longer the one that was opened, so that no block seems missing.
   */
  void checkPresent() throws IOException {
    // Neither moved away, nor an empty mount point in its place.
    if (Files.notExists(work, NOFOLLOW_LINKS)) {
      throw new UnusableDirectoryException("the data directory has vanished");
    }
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
    return errors;
  }

  @Override
  public void close() throws IOException {
    for (DirectoryLock lock : locks) {
      lock.close();
    }
  }
}
