package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.process.Refusals.assertNoRoom;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tigstore.block.BlockName;
import org.tigstore.block.RefusedException;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;

/** What a store does on a file system with free bytes that takes no more files. */
final class NoInodesScenario {
  private static final int INODES = 40;
  private static final BlockName SLOT = StoreCalls.nameOf("slot");
  private static final byte[] LARGE = new byte[100_000];

  private NoInodesScenario() {}

  /** Takes an empty directory to mount on. */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    MountNamespace.mountWithInodes(path, INODES);
    List<BlockName> names = new ArrayList<>();
    try (FileBlockStore store = new StoreDirectory(path).open(Durability.FSYNC)) {
      new StoreCalls(store).write(SLOT, LARGE);
      store.checkUsable();
      assertThat(store.figures().full()).isFalse();
      fill(store, names);
      assertFull(store, names);
    }
    try (FileBlockStore store = new StoreDirectory(path).open(Durability.FSYNC)) {
      assertFull(store, names);
      new StoreCalls(store).delete(SLOT);
      store.checkUsable();
      assertThat(store.figures().full()).isFalse();
      new StoreCalls(store).write(SLOT, LARGE);
    }
    System.out.println("done");
  }

  private static void fill(FileBlockStore store, List<BlockName> names) throws Exception {
    try {
      while (names.size() < INODES) {
        names.add(new StoreCalls(store).seal(new byte[] {(byte) names.size()}));
      }
    } catch (RefusedException e) {
      assertThat(names).isNotEmpty();
    }
    assertThat(names).hasSizeLessThan(INODES);
  }

  private static void assertFull(FileBlockStore store, List<BlockName> names) throws Exception {
    StoreCalls calls = new StoreCalls(store);
    store.checkUsable();
    assertThat(store.figures().full()).isTrue();
    assertNoRoom(() -> calls.seal(LARGE));
    assertNoRoom(() -> calls.seal(new byte[200]));
    assertNoRoom(() -> calls.write(SLOT, LARGE));
    assertNoRoom(() -> calls.append(SLOT, LARGE));
    assertNoRoom(() -> calls.setIfNot(StoreCalls.nameOf("absent"), LARGE));
    assertThat(store.newestFirst()).toIterable().hasSize(names.size() + 1);
    for (BlockName name : names) {
      assertThat(calls.read(name)).isPresent();
    }
    assertThat(calls.read(SLOT)).hasValue(LARGE);
  }
}
