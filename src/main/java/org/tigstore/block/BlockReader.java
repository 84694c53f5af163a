package org.tigstore.block;

import java.io.IOException;
import java.util.Optional;

/** Reads blocks. Safe for any number of threads. */
@FunctionalInterface
public interface BlockReader {
  /**
   * Opens the block of this name; empty if there is none. The caller closes it.
   *
   * <p>If the bytes of a sealed block may have changed since this store last read or wrote them,
   * the store hashes them first.
   *
   * @throws RefusedException {@link Refusal#DAMAGED} if the bytes of a sealed block do not match
   *     its name: the block is set aside, the next read finds no block, and storing the bytes again
   *     repairs it
   * @throws IOException if the store cannot be read
   */
  Optional<Block> read(BlockName name, Touch touch) throws IOException;

  /**
   * As {@link #read} without touching, for a caller that has just read the block: if the store has
   * had the bytes in memory since then, it need not check again whether they have changed.
   */
  default Optional<Block> readAgain(BlockName name) throws IOException {
    return read(name, Touch.KEEP);
  }
}
