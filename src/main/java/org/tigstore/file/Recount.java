package org.tigstore.file;

import java.util.BitSet;
import org.tigstore.block.BlockName;

/**
 * One count of all blocks, or of those in some parts, while others change blocks: a part that is
 * changed meanwhile is spoilt, as nobody knows whether the count has seen it before or after. One
 * thread counts; {@link Inventory} guards the rest.
 */
final class Recount {
  private final PartSums sums = new PartSums();
  private final BitSet wanted;
  private final BitSet spoilt = new BitSet(PartSums.PARTS);

  /**
   * A count that begins now.
   *
   * @param wanted the parts that are to be counted
   */
  Recount(BitSet wanted) {
    this.wanted = (BitSet) wanted.clone();
  }

  /** Whether the block belongs to what is to be counted. */
  boolean wants(BlockName name) {
    return wanted.get(PartSums.partOf(name));
  }

  /** Counts a block's file as it was found; to be called once a block. */
  void add(BlockName name, FileState found) {
    sums.add(PartSums.partOf(name), 1, found.size());
  }

  /** Takes note that a block in this part is changed. */
  void spoil(int part) {
    spoilt.set(part);
  }

  /** The parts that were counted and not changed meanwhile. */
  BitSet certain() {
    BitSet certain = (BitSet) wanted.clone();
    certain.andNot(spoilt);
    return certain;
  }

  /** All parts that were counted. */
  BitSet wanted() {
    return (BitSet) wanted.clone();
  }

  /** What was counted. */
  PartSums sums() {
    return sums;
  }
}
