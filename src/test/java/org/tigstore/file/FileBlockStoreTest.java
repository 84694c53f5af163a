package org.tigstore.file;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockStore;
import org.tigstore.block.BlockStoreContract;
import org.tigstore.block.ManualClock;
import org.tigstore.block.StoreUnderTest;

/** The contract against files. */
class FileBlockStoreTest implements BlockStoreContract {
  private final ManualClock clock = new ManualClock();
  @TempDir Path directory;
  private BlockStore store;

  /** The settings of the store under test. */
  FileStoreSettings settings() {
    return FileStores.settings(directory);
  }

  @BeforeEach
  void open() throws IOException {
    store = FileBlockStore.open(settings(), StoreUnderTest.guard(), clock);
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
