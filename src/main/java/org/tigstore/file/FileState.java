package org.tigstore.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Optional;

/**
 * What the file system says of a block's file. Two equal states mean that nobody but this process
 * has changed the bytes.
 *
 * @param size in bytes
 * @param modified the last touch
 * @param key the file's identity (device and inode)
 * @param writeProtected the mark of a sealed block's file: its owner may not write it
 */
record FileState(long size, Instant modified, Object key, boolean writeProtected) {
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
            !attributes.permissions().contains(PosixFilePermission.OWNER_WRITE)));
  }
}
