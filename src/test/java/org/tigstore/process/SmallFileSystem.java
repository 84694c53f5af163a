package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;

/** A store on a file system of one mebibyte, and all that it must still hold. */
final class SmallFileSystem implements AutoCloseable {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int MOST_BLOCKS = 1000;

  private final StoreDirectory directory;
  private final FileBlockStore store;
  private final Map<BlockName, byte[]> expected = new HashMap<>();
  private final Random random = new Random(1);

  private SmallFileSystem(StoreDirectory directory) throws IOException {
    this.directory = directory;
    this.store = directory.open(Durability.FSYNC);
  }

  /** Mounts the file system, for this process alone, and opens a store on it. */
  static SmallFileSystem mount(Path path) throws IOException, InterruptedException {
    MountNamespace.mountSmall(path);
    return new SmallFileSystem(new StoreDirectory(path));
  }

  StoreCalls calls() {
    return new StoreCalls(store);
  }

  /** Bytes that no other call gave. */
  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** More bytes than the file system has. */
  byte[] tooManyBytes() {
    return bytes(MEBIBYTE);
  }

  /** Seals so many bytes. */
  void seal(int count) throws IOException {
    byte[] bytes = bytes(count);
    expected.put(calls().seal(bytes), bytes);
  }

  /** Makes so many bytes the slot's value. */
  void write(BlockName slot, int count) throws IOException {
    byte[] bytes = bytes(count);
    calls().write(slot, bytes);
    expected.put(slot, bytes);
  }

  /** Puts so many bytes behind the slot's value. */
  void append(BlockName slot, int count) throws IOException {
    byte[] bytes = bytes(count);
    calls().append(slot, bytes);
    expected.merge(slot, bytes, SmallFileSystem::joined);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] joined = new byte[one.length + other.length];
    System.arraycopy(one, 0, joined, 0, one.length);
    System.arraycopy(other, 0, joined, one.length, other.length);
    return joined;
  }

  /** Deletes the slot. */
  void delete(BlockName slot) throws IOException {
    calls().delete(slot);
    expected.remove(slot);
  }

  /** Seals blocks until not one more byte has room. */
  void fill() throws IOException {
    for (int size : new int[] {MEBIBYTE / 16, 1}) {
      int blocks = 0;
      while (hasRoomFor(size)) {
        assertThat(++blocks).isLessThan(MOST_BLOCKS);
      }
    }
  }

  private boolean hasRoomFor(int size) throws IOException {
    try {
      seal(size);
      return true;
    } catch (RefusedException e) {
      assertThat(e.refusal()).isEqualTo(Refusal.NO_ROOM);
      return false;
    }
  }

  /** Checks that every block is there with its bytes, no other is, and no half-done work. */
  void assertWhole() throws IOException {
    assertThat(store.newestFirst()).toIterable().containsExactlyInAnyOrderElementsOf(names());
    for (BlockName name : names()) {
      assertThat(calls().read(name)).as("block " + name).hasValue(expected.get(name));
    }
    assertThat(directory.uploads()).isEmpty();
    assertThat(directory.appends()).isEmpty();
  }

  private Iterable<BlockName> names() {
    return expected.keySet();
  }

  FileBlockStore store() {
    return store;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
