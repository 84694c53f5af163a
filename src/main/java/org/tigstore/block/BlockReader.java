package org.tigstore.block;

import java.io.IOException;
import java.util.Optional;

/** Reads blocks. Safe for any number of threads. */
@FunctionalInterface
public interface BlockReader {
  /**
   * Opens the block of this name, for the caller to close; empty if there is none.
   *
   * <p>A sealed block whose bytes may have changed since this store last saw them is hashed first.
   *
   * @throws RefusedException {@link Refusal#DAMAGED} if a sealed block's bytes no longer are those
   *     of its name: the block is set aside, so that the next reading finds none and storing the
   *     bytes again heals it
   * @throws IOException if the store cannot be read
   */
  Optional<Block> read(BlockName name, Touch touch) throws IOException;

  /**
   * As {@link #read} without touching, for a caller that has just read the block: a store that has
   * held its bytes in memory since need not look again whether they have changed.
   */
  default Optional<Block> readAgain(BlockName name) throws IOException {
    return read(name, Touch.LEAVE);
  }
}
