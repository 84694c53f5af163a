package org.tigstore.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the file system says of a block's file. As long as it says the same, the bytes are taken to
 * be the same.
 *
 * @param size in bytes
 * @param modified the last touch
 * @param key the file's identity (device and inode)
 * @param marked whether the file carries the mark of a sealed block, {@link #SEALED}
 */
record FileState(long size, Instant modified, Object key, boolean marked) {
  /** The permissions of a sealed block's file: the mark that tells a damaged one from a slot. */
  static final Set<PosixFilePermission> SEALED = PosixFilePermissions.fromString("r--------");

  /** The permissions of a slot's file. */
  static final Set<PosixFilePermission> SLOT = PosixFilePermissions.fromString("rw-------");

  /** Whether this is still the same file with as many bytes, whatever its time. */
  boolean isSameFileAs(FileState other) {
    return key.equals(other.key) && size == other.size;
  }

  /** The state of the regular file at this path; empty if there is none, or something else. */
  static Optional<FileState> of(Path path) throws IOException {
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
        new FileState(
            attributes.size(),
            attributes.lastModifiedTime().toInstant(),
            attributes.fileKey(),
            attributes.permissions().equals(SEALED)));
  }
}
