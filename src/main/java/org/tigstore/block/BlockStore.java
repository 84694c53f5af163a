package org.tigstore.block;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * The whole contract of a store, as an engine implements it. Use the narrowest of its parts. Safe
 * for any number of threads.
 */
public interface BlockStore extends BlockAccess, BlockLister, Closeable {
  /** Receives a block that this store gives away. */
  @FunctionalInterface
  interface Recipient {
    /** Returns after the block is safely stored elsewhere; throws otherwise. */
    void accept(Block block) throws IOException;
  }

  /**
   * Passes a block, including a sealed one, to the recipient, and deletes it after the recipient
   * returns. The block is locked meanwhile; if the recipient throws, it stays.
   *
   * @return false if there is no such block
   * @throws IOException if the store cannot be read or written, or the exception of the recipient
   */
  boolean giveAway(BlockName name, Recipient recipient) throws IOException;

  /**
   * Deletes every block, including sealed ones, that was last touched before this instant. A block
   * that is touched or written at the same moment stays. A block whose last touch seems to lie in
   * the future, or before 1970, is touched. If a block can be neither deleted nor touched, the
   * store logs this and continues with the others. Also counts blocks as {@link #recount} does.
   *
   * @return how many blocks were deleted
   * @throws IOException if the store cannot be read
   */
  long expire(Instant untouchedSince) throws IOException;

  /**
   * The sizes of the store and its counters. The numbers of blocks and bytes follow each change
   * made through this store at once; changes by other programs appear after the next {@link
   * #recount} or {@link #expire}. The cost does not depend on the number of blocks.
   */
  StoreFigures figures();

  /**
   * Recounts blocks and bytes, to include changes by other programs. Totals that change during the
   * count are kept, because they already include the changes.
   *
   * @throws IOException if the store cannot be read
   */
  void recount() throws IOException;

  /**
   * Hashes as many sealed blocks as are due, so that all are hashed about once per period; stops
   * after a fraction of a second. Call it about once a second. A damaged block is set aside as on a
   * read. No block is touched. Returns at once if another thread is scrubbing, or if the blocks are
   * not counted yet.
   *
   * @param period over zero
   * @throws IOException if the store cannot be read; the next call starts a new period
   */
  void scrub(Duration period) throws IOException;

  /**
   * Returns if the store can be written, which it finds out by writing. A store without free space
   * is usable: it can be read, and expired blocks free space. A store that finds that another
   * process may have taken its place refuses everything from then on.
   *
   * @throws RefusedException {@link Refusal#STORE_FAILED} or {@link Refusal#EXHAUSTED} if not, with
   *     the reason; {@link Refusal#CLOSED}
   */
  void checkUsable() throws IOException;

  /** Releases all resources of the store; no call may follow. A second call has no effect. */
  @Override
  void close() throws IOException;
}
