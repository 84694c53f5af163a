package org.tigstore.file;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Knows how many blocks and bytes there are, and keeps them under a limit. Whoever changes a
 * block's file announces that by {@link #change}. A count of all files replaces the figures of
 * those parts of the store, which names fall into by their hash, in which nothing is changed
 * meanwhile. Safe for any number of threads.
 */
final class StoreTotals {
  private static final System.Logger LOG = System.getLogger(StoreTotals.class.getName());
  private static final int PARTS = 1 << 14;

  /** How many walks may follow the first one for the sake of what was changed during it. */
  private static final int MORE_WALKS = 3;

  private final DataDirectory directory;
  private final long limit;
  private final long[] blocks = new long[PARTS];
  private final long[] bytes = new long[PARTS];

  /** How many changes were begun in each part, and how many of them are being made. */
  private final long[] begun = new long[PARTS];

  private final int[] pending = new int[PARTS];

  /** The parts that were never counted. */
  private final BitSet unknown = new BitSet(PARTS);

  private long allBlocks;
  private long allBytes;

  /** By how much the changes that are being made may make the store larger. */
  private long reserved;

  /**
   * Knows nothing before the first count.
   *
   * @param limit the most bytes that all blocks together may have; 0 for any number
   */
  StoreTotals(DataDirectory directory, long limit) {
    this.directory = directory;
    this.limit = limit;
    unknown.set(0, PARTS);
  }

  /** The number of blocks; empty before the first count. */
  synchronized OptionalLong blocks() {
    return unknown.isEmpty() ? OptionalLong.of(allBlocks) : OptionalLong.empty();
  }

  /** The bytes of all blocks; empty before the first count. */
  synchronized OptionalLong bytes() {
    return unknown.isEmpty() ? OptionalLong.of(allBytes) : OptionalLong.empty();
  }

  /**
   * Returns if the block may have so many bytes as far as can be told now.
   *
   * @throws RefusedException {@link Refusal#NO_ROOM} if it would make the store larger than it may
   *     be
   */
  void checkRoom(BlockName name, long newSize) throws IOException {
    if (limit > 0) {
      checkRoom(newSize - sizeOf(name).orElse(0));
    }
  }

  /** As {@link #checkRoom(BlockName, long)}, for so many bytes more than there are. */
  synchronized void checkRoom(long growth) throws RefusedException {
    if (limit > 0 && growth > 0 && growth > limit - allBytes - reserved) {
      throw noRoom();
    }
  }

  /**
   * As {@link #checkRoom(BlockName, long)}, for a block whose name is not known yet: it may be
   * there already, and then it takes no more room.
   */
  void checkRoomToSeal(long size) throws RefusedException {
    if (limit > 0 && size > limit) {
      throw noRoom();
    }
  }

  private RefusedException noRoom() {
    return new RefusedException(
        Refusal.NO_ROOM,
        "the store would grow over "
            + limit
            + " bytes, the most that its blocks may have together");
  }

  /** How many bytes the block's file has; empty if there is none. */
  OptionalLong sizeOf(BlockName name) throws IOException {
    Path path = directory.pathOf(name);
    // Most blocks that are stored are new, and an exception costs more than a second look.
    return !path.toFile().exists()
        ? OptionalLong.empty()
        : StoredFile.stateAt(path).stream().mapToLong(StoredFile.State::size).findFirst();
  }

  /**
   * Begins a change of a block's file. The caller has locked the name.
   *
   * @param before how many bytes the file has; empty if there is none
   * @param newSize how many it may have afterwards at the most
   * @throws RefusedException {@link Refusal#NO_ROOM} if the store would become larger than it may
   *     be
   */
  synchronized Change change(BlockName name, OptionalLong before, long newSize)
      throws RefusedException {
    long room = Math.max(0, newSize - before.orElse(0));
    checkRoom(room);
    reserved += room;
    begun[partOf(name)]++;
    pending[partOf(name)]++;
    return new Change(name, before, room);
  }

  /** A change that is being made. Unless it says what became of the file, that is looked up. */
  final class Change implements Closeable {
    private final BlockName name;
    private final OptionalLong before;
    private final long room;
    private @Nullable OptionalLong after;

    private Change(BlockName name, OptionalLong before, long room) {
      this.name = name;
      this.before = before;
      this.room = room;
    }

    /** Tells how many bytes the file has now; empty if it is gone. */
    void became(OptionalLong size) {
      after = size;
    }

    @Override
    public void close() {
      end(this, after == null ? lookUp() : after);
    }

    private OptionalLong lookUp() {
      try {
        return sizeOf(name);
      } catch (IOException e) {
        LOG.log(WARNING, "the totals may be wrong until the next count", e);
        return before;
      }
    }
  }

  private synchronized void end(Change change, OptionalLong after) {
    reserved -= change.room;
    pending[partOf(change.name)]--;
    add(
        partOf(change.name),
        (after.isPresent() ? 1 : 0) - (change.before.isPresent() ? 1 : 0),
        after.orElse(0) - change.before.orElse(0));
  }

  private void add(int part, long moreBlocks, long moreBytes) {
    blocks[part] += moreBlocks;
    bytes[part] += moreBytes;
    allBlocks += moreBlocks;
    allBytes += moreBytes;
  }

  private static int partOf(BlockName name) {
    return name.hashCode() & (PARTS - 1);
  }

  /** A count of all blocks, by one thread. */
  static final class Count {
    private final long[] blocks = new long[PARTS];
    private final long[] bytes = new long[PARTS];

    /** How many changes had been begun in each part; -1 where one was being made. */
    private final long[] begun;

    private Count(long[] begun) {
      this.begun = begun;
    }

    /** Counts a block's file as it was found; to be called once a block. */
    void add(BlockName name, StoredFile.State found) {
      blocks[partOf(name)]++;
      bytes[partOf(name)] += found.size();
    }
  }

  /** Begins a count, to be adopted once it has come across every block. */
  synchronized Count beginCount() {
    long[] unchanged = begun.clone();
    for (int part = 0; part < PARTS; part++) {
      if (pending[part] > 0) {
        unchanged[part] = -1;
      }
    }
    return new Count(unchanged);
  }

  /**
   * Takes what was counted, but for the parts in which blocks were changed meanwhile: these keep
   * their figures. The first time, when they have none, all is counted again; what is changed
   * during the last of these counts too is taken as that count saw it.
   */
  void adopt(Count count) throws IOException {
    directory.checkPresent();
    adopt(count, false);
    for (int more = 1; more <= MORE_WALKS && blocks().isEmpty(); more++) {
      adopt(walk(), more == MORE_WALKS);
    }
  }

  private synchronized void adopt(Count count, boolean estimating) {
    for (int part = 0; part < PARTS; part++) {
      boolean certain = count.begun[part] == begun[part];
      if (certain || (estimating && unknown.get(part))) {
        add(part, count.blocks[part] - blocks[part], count.bytes[part] - bytes[part]);
        unknown.clear(part);
      }
    }
  }

  /** Counts all blocks. */
  void count() throws IOException {
    adopt(walk());
  }

  private Count walk() throws IOException {
    Count count = beginCount();
    directory.forEachBlock(
        (name, path) -> StoredFile.stateAt(path).ifPresent(state -> count.add(name, state)));
    directory.checkPresent();
    return count;
  }
}
