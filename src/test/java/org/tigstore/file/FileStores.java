package org.tigstore.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.tigstore.block.StoreUnderTest;
import org.tigstore.block.TimeSource;

/** Opens stores for tests. */
final class FileStores {
  private FileStores() {}

  /** With a touch at every reading. */
  static FileStoreSettings settings(Path directory) {
    return settings(directory, Duration.ZERO);
  }

  static FileStoreSettings settings(Path directory, Duration touchInterval) {
    return new FileStoreSettings(
        directory,
        StoreUnderTest.LIMIT,
        0,
        Durability.NONE,
        Verification.CHANGED,
        Duration.ofMillis(200),
        touchInterval);
  }

  static FileBlockStore open(Path directory) throws IOException {
    return FileBlockStore.open(settings(directory), StoreUnderTest.guard(), TimeSource.SYSTEM);
  }

  /** With room for so many bytes of blocks. */
  static FileStoreSettings limited(Path directory, long maxStoreSize) {
    return new FileStoreSettings(
        directory,
        StoreUnderTest.LIMIT,
        maxStoreSize,
        Durability.NONE,
        Verification.CHANGED,
        Duration.ofMillis(200),
        Duration.ZERO);
  }

  /** Puts other bytes into a sealed block's file, its permissions and identity as they were. */
  static void damage(Path file, String bytes) throws IOException {
    Files.setPosixFilePermissions(file, StoredFile.SLOT);
    Files.writeString(file, bytes);
    Files.setPosixFilePermissions(file, StoredFile.SEALED);
  }
}
