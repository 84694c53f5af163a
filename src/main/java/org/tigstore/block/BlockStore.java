package org.tigstore.block;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;

/**
 * A store of blocks: the whole contract, as one engine keeps it. Callers take the narrowest of its
 * parts. Safe for any number of threads.
 */
public interface BlockStore extends BlockAccess, BlockLister, Closeable {
  /** Takes over a block that this store gives away. */
  @FunctionalInterface
  interface Recipient {
    /** Returns once the block is safe elsewhere; throws if it is not. */
    void accept(Block block) throws IOException;
  }

  /**
   * Gives a block away, a sealed one too: lets the recipient have it, and deletes it once the
   * recipient returns. Nothing changes the block meanwhile; if the recipient throws, it stays.
   *
   * @return false if there is no such block
   * @throws IOException if the store cannot be read or written, or what the recipient throws
   */
  boolean giveAway(BlockName name, Recipient recipient) throws IOException;

  /**
   * Deletes every block, sealed ones too, that was last touched before this instant. One that is
   * touched or written at that very moment stays. A block that cannot be deleted is reported to the
   * log and does not keep the others alive.
   *
   * @return how many blocks were deleted
   * @throws IOException if the store cannot be read
   */
  long expire(Instant untouchedSince) throws IOException;

  /** Lets go of everything the store holds; no call may follow. Closing twice does nothing more. */
  @Override
  void close() throws IOException;
}
