package org.tigstore.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockStore;
import org.tigstore.block.BlockStoreContract;
import org.tigstore.block.ManualClock;

/** The contract against files that are synced, and verified at every reading. */
class SyncingFileBlockStoreTest implements BlockStoreContract {
  private final ManualClock clock = new ManualClock();
  @TempDir Path directory;
  private BlockStore store;

  @BeforeEach
  void open() throws IOException {
    FileStoreSettings settings =
        new FileStoreSettings(
            directory, LIMIT, Durability.FSYNC, Verification.ALWAYS, Duration.ZERO);
    store = FileBlockStore.open(settings, BlockStoreContract.guard(), clock);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Override
  public BlockStore store() {
    return store;
  }

  @Override
  public ManualClock clock() {
    return clock;
  }
}
