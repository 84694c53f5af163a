package org.tigstore.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.BulkInputStream;
import org.tigstore.protocol.Index;

/** The bytes of the blocks that an index names, one block after the other. */
final class Concatenation extends BulkInputStream {
  private final Index names;
  private final Opener blocks;
  private InputStream block = InputStream.nullInputStream();

  /** Opens a block. */
  @FunctionalInterface
  interface Opener {
    InputStream open(BlockName name) throws IOException;
  }

  /** Of these blocks; closes the index. */
  Concatenation(Index names, Opener blocks) {
    this.names = names;
    this.blocks = blocks;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int got = block.read(target, offset, count);
    while (got < 0) {
      block.close();
      Optional<BlockName> next = names.next();
      if (next.isEmpty()) {
        return -1;
      }
      block = blocks.open(next.get());
      got = block.read(target, offset, count);
    }
    return got;
  }

  @Override
  public void close() throws IOException {
    try (names) {
      block.close();
    }
  }
}
