package org.tigstore.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;

/** A whole set of blocks, to copy from and to: those of a server or of a directory. Thread-safe. */
public interface Repository extends Closeable {
  /** The names of all blocks. */
  Set<BlockName> list() throws IOException;

  /**
   * The name under which the block's bytes would be sealed, which is a sealed block's own name;
   * empty if there is no such block.
   *
   * @throws CopyException if this block cannot be read
   */
  Optional<BlockName> contentOf(BlockName name) throws IOException;

  /**
   * The block's bytes, for the caller to close. No read of them ends as if it were complete if they
   * are not those that were stored. Does not touch the block.
   *
   * @throws CopyException if this block cannot be read; reads of the bytes may throw it too
   */
  Content open(BlockName name) throws IOException;

  /**
   * Stores a block, completely or not at all. A sealed block that is there already is stored again.
   *
   * @param sealed whether it is a sealed block
   * @param replace whether to replace what a slot has
   * @return false if the slot has a value that is not replaced
   * @throws CopyException if this block cannot be stored
   */
  boolean store(BlockName name, boolean sealed, Content content, boolean replace)
      throws IOException;

  /** Deletes a block; false if it stays because it is sealed, or if it is not there. */
  boolean delete(BlockName name) throws IOException;
}
