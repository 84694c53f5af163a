package org.tigstore.block;

import java.io.Closeable;
import java.io.IOException;

/**
 * A received body that has no name in the store yet. One of the three verbs may be called, once;
 * closing discards what no verb has stored. For one thread.
 *
 * <p>Each verb throws what {@link BlockWriter} promises of changes, and {@link Refusal#NO_ROOM}.
 */
public interface Upload extends Closeable {
  /** The name under which the body would be sealed: its SHA-256. */
  BlockName contentName();

  /**
   * Stores the body under its own SHA-256, in place of whatever is there: a damaged copy is healed,
   * a slot squatting on the name yields.
   */
  void seal() throws IOException;

  /**
   * Makes the body the value of a slot. If the slot's name is the body's SHA-256, the block is
   * sealed from then on.
   */
  void write(BlockName name, Condition condition) throws IOException;

  /**
   * Puts the body behind the slot's value, as one piece; a missing slot is made.
   *
   * @throws RefusedException {@link Refusal#TOO_LARGE} if the result were over the store's limit
   */
  void append(BlockName name, Condition condition) throws IOException;

  @Override
  void close() throws IOException;
}
