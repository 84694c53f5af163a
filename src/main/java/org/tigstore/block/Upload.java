package org.tigstore.block;

import java.io.IOException;

/**
 * A received body without a name in the store. It can be sealed once, and read until then; closing
 * it discards an unsealed body. For one thread.
 */
public interface Upload extends Content {
  /** The name under which the body would be sealed: its SHA-256. */
  BlockName contentName();

  /**
   * Stores the body under its SHA-256. Replaces a damaged copy or a slot of that name.
   *
   * @throws RefusedException {@link Refusal#NO_ROOM} if the disk is full or the store's limit would
   *     be exceeded; storing an existing block again needs no room
   * @throws IOException if the store cannot be written
   */
  void seal() throws IOException;

  /**
   * As {@link #seal}, but does not replace a slot.
   *
   * @throws RefusedException {@link Refusal#NO_ROOM}; {@link Refusal#TAKEN} if there is a slot of
   *     that name
   * @throws IOException if the store cannot be written
   */
  void sealUnlessTaken() throws IOException;

  @Override
  void close() throws IOException;
}
