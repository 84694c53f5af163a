package org.tigstore.block;

import java.io.IOException;

/**
 * A received body that has no name in the store yet. Until it is sealed, which it may be once, its
 * bytes can be read; closing discards what was not sealed. For one thread.
 */
public interface Upload extends Content {
  /** The name under which the body would be sealed: its SHA-256. */
  BlockName contentName();

  /**
   * Stores the body under its own SHA-256, in place of whatever is there: a damaged copy is healed,
   * a slot squatting on the name yields.
   *
   * @throws RefusedException {@link Refusal#NO_ROOM} on the disk, or because the store would become
   *     larger than it may; to store again what is there takes no room
   * @throws IOException if the store cannot be written
   */
  void seal() throws IOException;

  /**
   * As {@link #seal}, but a slot of that name does not yield.
   *
   * @throws RefusedException {@link Refusal#NO_ROOM}; {@link Refusal#TAKEN} if there is a slot
   * @throws IOException if the store cannot be written
   */
  void sealUnlessTaken() throws IOException;

  @Override
  void close() throws IOException;
}
