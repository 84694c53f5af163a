package org.tigstore.file;

import org.tigstore.block.BlockName;

/**
 * How many blocks and bytes there are, in parts that names fall into by chance: as much memory for
 * a million blocks as for one. Not safe for threads.
 */
final class PartSums {
  /** How many parts there are. */
  static final int PARTS = 1 << 14;

  private final long[] blocks = new long[PARTS];
  private final long[] bytes = new long[PARTS];
  private long allBlocks;
  private long allBytes;

  /** The part that a name falls into. */
  static int partOf(BlockName name) {
    return name.hashCode() & (PARTS - 1);
  }

  /** Adds so many blocks and bytes, or takes them away where they are negative. */
  void add(int part, long moreBlocks, long moreBytes) {
    blocks[part] += moreBlocks;
    bytes[part] += moreBytes;
    allBlocks += moreBlocks;
    allBytes += moreBytes;
  }

  /** Makes the sums of one part those that it has there. */
  void copy(int part, PartSums source) {
    add(part, source.blocks[part] - blocks[part], source.bytes[part] - bytes[part]);
  }

  /** The blocks of all parts. */
  long blocks() {
    return allBlocks;
  }

  /** The bytes of all parts. */
  long bytes() {
    return allBytes;
  }
}
