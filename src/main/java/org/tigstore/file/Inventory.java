package org.tigstore.file;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Knows how many blocks and bytes there are, and keeps them under a limit. Every change of a
 * block's file runs inside {@link #changing} or {@link #shrinking}; a walk over all files counts
 * them anew. For any number of threads.
 */
final class Inventory {
  private static final System.Logger LOG = System.getLogger(Inventory.class.getName());

  /** How many walks may follow the first one for the sake of what was changed during it. */
  private static final int MORE_WALKS = 3;

  private final DataDirectory directory;
  private final long limit;
  private final PartSums sums = new PartSums();

  /** How many changes are being made in each part. */
  private final int[] changes = new int[PartSums.PARTS];

  /** The parts that were never counted. */
  private final BitSet unknown = new BitSet(PartSums.PARTS);

  private final Set<Recount> recounts = new HashSet<>();

  /** By how much the changes that are being made may make the store larger. */
  private long reserved;

  /** A walk over the files of all blocks that hands each that is wanted to the count. */
  @FunctionalInterface
  interface Walk {
    void run(Recount recount) throws IOException;
  }

  /**
   * Knows nothing before the first count.
   *
   * @param limit the most bytes that all blocks together may have; 0 for any number
   */
  Inventory(DataDirectory directory, long limit) {
    this.directory = directory;
    this.limit = limit;
    unknown.set(0, PartSums.PARTS);
  }

  /** The number of blocks; empty before the first count. */
  synchronized OptionalLong blocks() {
    return unknown.isEmpty() ? OptionalLong.of(sums.blocks()) : OptionalLong.empty();
  }

  /** The bytes of all blocks; empty before the first count. */
  synchronized OptionalLong bytes() {
    return unknown.isEmpty() ? OptionalLong.of(sums.bytes()) : OptionalLong.empty();
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

  /**
   * As {@link #checkRoom(BlockName, long)}, for more bytes behind those of a block, if it is there.
   */
  void checkRoomToAppend(long moreBytes) throws RefusedException {
    checkRoom(moreBytes);
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

  private synchronized void checkRoom(long growth) throws RefusedException {
    if (limit > 0 && growth > 0 && growth > limit - sums.bytes() - reserved) {
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

  /**
   * Makes a change of a block's file, and counts what became of the file whether the change
   * succeeds or not. The caller holds the name.
   *
   * @param before how many bytes the file has; empty if there is none
   * @param newSize how many bytes it has once the change has succeeded
   * @throws RefusedException {@link Refusal#NO_ROOM} before anything is done, if the store would
   *     become larger than it may be
   */
  <T> T changing(BlockName name, OptionalLong before, long newSize, NameLocks.Action<T> action)
      throws IOException {
    int part = PartSums.partOf(name);
    long room = Math.max(0, newSize - before.orElse(0));
    begin(part, room);
    boolean succeeded = false;
    try {
      T result = action.run();
      succeeded = true;
      return result;
    } finally {
      end(part, room, before, succeeded ? OptionalLong.of(newSize) : sizeAfter(name, before));
    }
  }

  /** As {@link #changing}, for what makes no file larger: it is looked at afterwards. */
  <T> T shrinking(BlockName name, NameLocks.Action<T> action) throws IOException {
    OptionalLong before = sizeOf(name);
    int part = PartSums.partOf(name);
    begin(part, 0);
    try {
      return action.run();
    } finally {
      end(part, 0, before, sizeAfter(name, before));
    }
  }

  private synchronized void begin(int part, long room) throws RefusedException {
    checkRoom(room);
    reserved += room;
    changes[part]++;
    recounts.forEach(recount -> recount.spoil(part));
  }

  private synchronized void end(int part, long room, OptionalLong before, OptionalLong after) {
    reserved -= room;
    changes[part]--;
    sums.add(part, count(after) - count(before), after.orElse(0) - before.orElse(0));
  }

  private static int count(OptionalLong size) {
    return size.isPresent() ? 1 : 0;
  }

  /** How many bytes the block's file has; empty if there is none. */
  OptionalLong sizeOf(BlockName name) throws IOException {
    return FileState.of(directory.pathOf(name)).stream().mapToLong(FileState::size).findFirst();
  }

  private OptionalLong sizeAfter(BlockName name, OptionalLong before) {
    try {
      return sizeOf(name);
    } catch (IOException e) {
      LOG.log(WARNING, "the figures may be wrong until the next count", e);
      return before;
    }
  }

  /**
   * Counts what a walk over all blocks comes across. Those who change blocks do not wait: a part in
   * which blocks are changed meanwhile keeps its figures. The first time, when it has none, it is
   * counted again; what is changed in the last of these walks too is taken as that walk saw it.
   */
  void count(Walk walk) throws IOException {
    BitSet all = new BitSet(PartSums.PARTS);
    all.set(0, PartSums.PARTS);
    count(all, walk, false);
    for (int more = 1; more <= MORE_WALKS && !unknown().isEmpty(); more++) {
      count(unknown(), this::walk, more == MORE_WALKS);
    }
  }

  /** Counts all blocks, as {@link #count(Walk)}. */
  void count() throws IOException {
    count(this::walk);
  }

  private void walk(Recount recount) throws IOException {
    directory.forEachBlock(
        (name, path) -> {
          if (recount.wants(name)) {
            FileState.of(path).ifPresent(state -> recount.add(name, state));
          }
        });
  }

  private synchronized BitSet unknown() {
    return (BitSet) unknown.clone();
  }

  private void count(BitSet parts, Walk walk, boolean estimating) throws IOException {
    Recount recount = new Recount(parts);
    begin(recount);
    try {
      walk.run(recount);
      directory.checkPresent();
      adopt(recount, estimating);
    } finally {
      end(recount);
    }
  }

  private synchronized void begin(Recount recount) {
    recounts.add(recount);
    for (int part = 0; part < PartSums.PARTS; part++) {
      if (changes[part] > 0) {
        recount.spoil(part);
      }
    }
  }

  private synchronized void adopt(Recount recount, boolean estimating) {
    BitSet known = estimating ? recount.wanted() : recount.certain();
    known.stream().forEach(part -> sums.copy(part, recount.sums()));
    unknown.andNot(known);
  }

  private synchronized void end(Recount recount) {
    recounts.remove(recount);
  }
}
