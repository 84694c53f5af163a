package org.tigstore.block;

import java.io.IOException;
import java.util.Optional;

/**
 * Changes blocks. Safe for any number of threads: changes of one name happen one after the other
 * and are atomic for readers.
 *
 * <p>A change that returned survives a crash of the process and, if the store syncs, of the
 * machine. A refused change has changed nothing. A failed change ({@link Refusal#STORE_FAILED}) has
 * happened completely or not at all, and may not survive a crash of the machine.
 *
 * <p>Every change of a slot is checked in this order: a sealed block refuses it ({@link
 * Refusal#SEALED}), the store's {@link SlotGuard} may refuse it, the {@link Condition} may refuse
 * it.
 */
public interface BlockWriter {
  /** The maximum size of a block, in bytes. */
  long maxBlockSize();

  /**
   * Receives and hashes a body in constant memory. The caller seals and closes the upload. Nothing
   * is stored under any name yet.
   *
   * @throws RefusedException {@link Refusal#TOO_LARGE} over {@link #maxBlockSize}, before reading a
   *     byte if the length is announced; {@link Refusal#BODY_INCOMPLETE} if the body ends or fails
   *     before its announced length, or is longer; {@link Refusal#DIGEST_MISMATCH}; {@link
   *     Refusal#NO_ROOM}, before reading a byte if the announced length would exceed the store's
   *     limit
   * @throws IOException if the store cannot be written
   */
  Upload receive(Body body) throws IOException;

  /**
   * Replaces the value of a slot by a body. If the slot's name is the body's SHA-256, this seals
   * the block.
   *
   * @throws RefusedException as {@link #receive}
   * @throws IOException if the store cannot be written
   */
  void write(BlockName name, Body body, Condition condition) throws IOException;

  /**
   * Appends a body to the slot's value, in one piece; creates a missing slot.
   *
   * @throws RefusedException as {@link #receive}; {@link Refusal#TOO_LARGE} if the result would
   *     exceed the store's limit
   * @throws IOException if the store cannot be written
   */
  void append(BlockName name, Body body, Condition condition) throws IOException;

  /**
   * Deletes a slot.
   *
   * @throws RefusedException {@link Refusal#MISSING} if there is no such block
   * @throws IOException if the store cannot be written
   */
  void delete(BlockName name, Condition condition) throws IOException;

  /**
   * Reads and deletes a slot atomically: of any number of concurrent calls, exactly one gets it. A
   * sealed block is read and touched, and stays, if the condition holds. Empty if there is no such
   * block and the condition permits that. A take that failed has taken nothing; nor has one whose
   * block could not be read, once that is closed.
   *
   * @throws IOException if the store cannot be written
   */
  Optional<Block> take(BlockName name, Condition condition) throws IOException;
}
