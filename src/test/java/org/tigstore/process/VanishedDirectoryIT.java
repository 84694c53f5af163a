package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.process.Refusals.assertVanished;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockName;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;

/** A directory that is gone is never taken for one without blocks. */
class VanishedDirectoryIT {
  private static final BlockName SLOT = StoreCalls.nameOf("slot");
  private static final BlockName ABSENT = StoreCalls.nameOf("absent");
  private static final byte[] SMALL = new byte[10];
  private static final byte[] LARGE = new byte[100_000];

  @TempDir(factory = UnderTarget.class)
  private Path parent;

  private Path path;
  private FileBlockStore store;
  private StoreCalls calls;
  private BlockName sealed;

  @BeforeEach
  void storeSomething() throws IOException {
    path = parent.resolve("data");
    store = new StoreDirectory(path).open(Durability.FSYNC);
    calls = new StoreCalls(store);
    sealed = calls.seal(LARGE);
    calls.write(SLOT, SMALL);
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  @Test
  void everyCallOnADirectoryThatWasMovedAwaySaysThatItHasVanished() throws Exception {
    Path elsewhere = parent.resolve("elsewhere");
    Files.move(path, elsewhere);
    assertEveryCallSaysVanished();
    Files.move(elsewhere, path);
    assertThat(calls.read(sealed)).hasValue(LARGE);
    assertThat(calls.read(SLOT)).hasValue(SMALL);
    assertThat(calls.read(ABSENT)).isEmpty();
  }

  @Test
  void everyCallOnAnEmptyMountPointSaysThatTheDirectoryHasVanished() throws Exception {
    Files.move(path, parent.resolve("elsewhere"));
    Files.createDirectory(path);
    assertEveryCallSaysVanished();
    assertThat(path).isEmptyDirectory();
  }

  private void assertEveryCallSaysVanished() {
    for (BlockName name : new BlockName[] {sealed, SLOT, ABSENT}) {
      assertVanished(() -> calls.read(name));
      assertVanished(() -> calls.take(name));
      assertVanished(() -> calls.delete(name));
    }
    assertVanished(() -> store.newestFirst());
    assertVanished(() -> store.expire(Instant.MAX));
    assertVanished(() -> store.recount());
    assertVanished(() -> store.checkUsable());
    for (byte[] bytes : new byte[][] {SMALL, LARGE}) {
      assertVanished(() -> calls.seal(bytes));
      assertVanished(() -> calls.write(SLOT, bytes));
      assertVanished(() -> calls.setIfNot(ABSENT, bytes));
      assertVanished(() -> calls.append(SLOT, bytes));
      assertVanished(() -> calls.append(ABSENT, bytes));
    }
  }
}
