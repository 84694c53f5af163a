package org.tigstore.client;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.IoAction;
import org.tigstore.block.Sha256;

/**
 * The blocks of a directory in the format of tig's data directory: a server can serve it as it is.
 * A sealed block's file has mode 0400, a slot's 0600. What is written is locked against other
 * processes, and durable when its method returns; names are durable when the directory is closed.
 */
public final class DirectoryRepository implements Repository {
  private static final Set<PosixFilePermission> SEALED =
      PosixFilePermissions.fromString("r--------");
  private static final FileAttribute<?> SLOT =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path root;

  /** Where files are that have no name yet, which tig too deletes at start. */
  private final Path uploads;

  /** Open while the directory is written to. */
  private final Optional<FileChannel> lock;

  private DirectoryRepository(Path root, Optional<FileChannel> lock) {
    this.root = root;
    this.uploads = workOf(root).resolve("uploads");
    this.lock = lock;
  }

  private static Path workOf(Path root) {
    return root.resolve(".tigstore");
  }

  /** A directory that is only read. */
  public static DirectoryRepository reading(Path root) {
    return new DirectoryRepository(root, Optional.empty());
  }

  /**
   * A directory that is written to; it is created unless it exists.
   *
   * @throws IOException if this cannot be done, or if another process uses the directory
   */
  public static DirectoryRepository writing(Path root) throws IOException {
    Files.createDirectories(root);
    Path work = createPrivate(workOf(root));
    FileChannel lock = FileChannel.open(work.resolve("lock"), CREATE, WRITE);
    return IoAction.closingOnFailure(
        lock,
        () -> {
          if (lock.tryLock() == null) {
            throw new IOException("another process uses " + root);
          }
          DirectoryRepository directory = new DirectoryRepository(root, Optional.of(lock));
          directory.clearUploads();
          return directory;
        });
  }

  private static Path createPrivate(Path directory) throws IOException {
    return Files.isDirectory(directory, NOFOLLOW_LINKS)
        ? directory
        : Files.createDirectory(directory, PRIVATE);
  }

  private void clearUploads() throws IOException {
    createPrivate(uploads);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(uploads)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
  }

  @Override
  public Set<BlockName> list() throws IOException {
    Set<BlockName> names = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root, "*.tig")) {
      for (Path file : files) {
        BlockName.parse(String.valueOf(file.getFileName())).ifPresent(names::add);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  /** As specified; of a file with the mark of a sealed block, the bytes are not looked at. */
  @Override
  public Optional<BlockName> contentOf(BlockName name) throws IOException {
    try {
      if (isMarked(name)) {
        return Optional.of(name);
      }
      try (Content content = Contents.of(pathOf(name))) {
        return Optional.of(Contents.nameOf(content));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Content open(BlockName name) throws IOException {
    try {
      boolean marked = isMarked(name);
      Content content = Contents.of(pathOf(name));
      return IoAction.closingOnFailure(
          content,
          () -> {
            if (marked && !Contents.nameOf(content).equals(name)) {
              throw new CopyException("damaged: its bytes do not match its name");
            }
            return content;
          });
    } catch (CopyException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static CopyException unreadable(IOException e) {
    return new CopyException("cannot be read: " + e, e instanceof NoSuchFileException, e);
  }

  private boolean isMarked(BlockName name) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(pathOf(name), PosixFileAttributes.class, NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new CopyException("not a file");
    }
    return attributes.permissions().equals(SEALED);
  }

  /** As specified; the bytes alone decide whether the block is sealed, and slots are replaced. */
  @Override
  public boolean store(BlockName name, boolean sealed, Content content, boolean replace)
      throws IOException {
    Path file = uploads.resolve(UUID.randomUUID().toString());
    try {
      MessageDigest digest = Sha256.start();
      try (FileChannel channel = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), SLOT);
          InputStream bytes = content.bytes()) {
        byte[] chunk = new byte[Content.CHUNK_BYTES];
        for (int count = bytes.read(chunk); count >= 0; count = bytes.read(chunk)) {
          digest.update(chunk, 0, count);
          for (ByteBuffer part = ByteBuffer.wrap(chunk, 0, count); part.hasRemaining(); ) {
            channel.write(part);
          }
        }
        if (BlockName.ofDigest(digest).equals(name)) {
          Files.setPosixFilePermissions(file, SEALED);
        }
        channel.force(true);
      }
      Files.move(file, pathOf(name), ATOMIC_MOVE);
      return true;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public boolean delete(BlockName name) throws IOException {
    return Files.deleteIfExists(pathOf(name));
  }

  private Path pathOf(BlockName name) {
    return root.resolve(name.toString());
  }

  @Override
  public String toString() {
    return root.toString();
  }

  @Override
  public void close() throws IOException {
    if (lock.isPresent()) {
      try (FileChannel directory = FileChannel.open(root, READ)) {
        directory.force(true);
      } finally {
        lock.get().close();
      }
    }
  }
}
