package org.tigstore.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.tigstore.block.BlockStoreContract;

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
        BlockStoreContract.LIMIT,
        Durability.NONE,
        Verification.CHANGED,
        Duration.ofMillis(200),
        touchInterval);
  }

  static FileBlockStore open(Path directory) throws IOException {
    return FileBlockStore.open(
        settings(directory), BlockStoreContract.guard(), InstantSource.system());
  }
}
