package org.tigstore.file;

import java.time.Duration;

/** The contract against files that are synced, and verified at every reading. */
class SyncingFileBlockStoreTest extends FileBlockStoreTest {
  @Override
  FileStoreSettings settings() {
    return new FileStoreSettings(
        directory, LIMIT, 0, Durability.FSYNC, Verification.ALWAYS, Duration.ZERO, Duration.ZERO);
  }
}
