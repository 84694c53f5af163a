package org.tigstore.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;

/**
 * A block's file whose content is known.
 *
 * @param name the block's name
 * @param path where the file lies
 * @param state what the file system says of it
 * @param contentName the name that its bytes would be sealed under
 */
record StoredFile(BlockName name, Path path, State state, BlockName contentName) {
  /** The permissions of a sealed block's file: the mark that tells a damaged one from a slot. */
  static final Set<PosixFilePermission> SEALED = PosixFilePermissions.fromString("r--------");

  /** The permissions of a slot's file. */
  static final Set<PosixFilePermission> SLOT = PosixFilePermissions.fromString("rw-------");

  StoredFile {
    // One object tells a sealed block at a glance.
    contentName = contentName.equals(name) ? name : contentName;
  }

  /**
   * What the file system says of a block's file. As long as it says the same, the bytes are taken
   * to be the same.
   *
   * @param size in bytes
   * @param modified the last touch
   * @param key the file's identity (device and inode)
   * @param marked whether the file carries the mark of a sealed block, {@link #SEALED}
   */
  record State(long size, Instant modified, Object key, boolean marked) {
    /** Whether this is still the same file with as many bytes, whatever its time. */
    boolean isSameFileAs(State other) {
      return key.equals(other.key) && size == other.size;
    }
  }

  /** The state of the regular file at this path; empty if there is none, or something else. */
  static Optional<State> stateAt(Path path) throws IOException {
    PosixFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, PosixFileAttributes.class, NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!attributes.isRegularFile()) {
      return Optional.empty();
    }
    return Optional.of(
        new State(
            attributes.size(),
            attributes.lastModifiedTime().toInstant(),
            attributes.fileKey(),
            attributes.permissions().equals(SEALED)));
  }

  boolean sealed() {
    return name.equals(contentName);
  }

  /** Whether the file has other names besides, in other directories say. */
  boolean isLinked() throws IOException {
    return !Files.getAttribute(path, "unix:nlink", NOFOLLOW_LINKS).equals(1);
  }

  StoredFile in(State newState) {
    return new StoredFile(name, path, newState, contentName);
  }

  /** The file as it is now. */
  StoredFile current() throws IOException {
    return in(stateAt(path).orElseThrow(() -> new NoSuchFileException(path.toString())));
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
}
