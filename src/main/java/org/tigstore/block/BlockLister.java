package org.tigstore.block;

import java.io.IOException;
import java.util.Iterator;

/** Lists blocks. Safe for any number of threads. */
@FunctionalInterface
public interface BlockLister {
  /**
   * The names of all blocks, most recently touched first. A block that is created, deleted or
   * touched during the iteration may or may not be listed. Costs about 40 bytes of memory per block
   * until the iterator is collected.
   *
   * @throws IOException if the store cannot be read
   */
  Iterator<BlockName> newestFirst() throws IOException;
}
