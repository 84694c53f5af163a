package org.tigstore.block;

import java.io.IOException;
import java.util.Iterator;

/** Lists blocks. Safe for any number of threads. */
@FunctionalInterface
public interface BlockLister {
  /**
   * The names of all blocks, last touched first. A block that comes, goes or is touched meanwhile
   * may be listed or not. Costs about 40 bytes of memory a block until the iterator is let go.
   *
   * @throws IOException if the store cannot be read
   */
  Iterator<BlockName> newestFirst() throws IOException;
}
