package org.tigstore.block;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
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
   * log and does not keep the others alive. Counts as {@link #recount} does on its way.
   *
   * @return how many blocks were deleted
   * @throws IOException if the store cannot be read
   */
  long expire(Instant untouchedSince) throws IOException;

  /**
   * How much there is, and what has happened. The number of blocks and of their bytes follows every
   * change made through this store at once; what another program does to the blocks shows from the
   * next {@link #recount} or {@link #expire}. Costs nothing that grows with the blocks.
   */
  StoreFigures figures();

  /**
   * Counts blocks and bytes anew, so that the figures notice what other programs did. What is
   * changed meanwhile keeps the figure that it had, which follows its changes.
   *
   * @throws IOException if the store cannot be read
   */
  void recount() throws IOException;

  /**
   * Hashes as many sealed blocks as are due now for all of them to be hashed about once in a
   * period, but for a fraction of a second at the most; to be called about once a second. One that
   * is damaged is set aside, as a reading would. No block is touched. Returns at once if another
   * thread is at it, and before the blocks are counted.
   *
   * @param period over zero
   * @throws IOException if the store cannot be read; the next call begins anew
   */
  void scrub(Duration period) throws IOException;

  /**
   * Returns if the store can be written, though it may have no room left: then it can be read, and
   * what expires makes room.
   *
   * @throws RefusedException {@link Refusal#STORE_FAILED} if not, with the reason; {@link
   *     Refusal#CLOSED}
   */
  void checkUsable() throws IOException;

  /** Lets go of everything the store holds; no call may follow. Closing twice does nothing more. */
  @Override
  void close() throws IOException;
}
