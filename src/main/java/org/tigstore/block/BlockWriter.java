package org.tigstore.block;

import java.io.IOException;
import java.util.Optional;

/**
 * Changes blocks. Safe for any number of threads: on one name, changes happen one after the other,
 * each as a whole, and any reading sees the state before or after each, never one in between.
 *
 * <p>A change that returned survives the sudden death of the process and, where the store syncs, of
 * the machine. One that was refused has changed nothing; one that failed ({@link
 * Refusal#STORE_FAILED}) has happened as a whole or not at all, and may not outlive the machine.
 *
 * <p>On every change of a slot, in this order: a sealed block refuses ({@link Refusal#SEALED}), the
 * store's {@link SlotGuard} may refuse, the {@link Condition} may refuse.
 */
public interface BlockWriter {
  /** The largest block, in bytes. */
  long maxBlockSize();

  /**
   * Receives a body in constant memory and hashes it, for the caller to seal and to close. Nothing
   * is stored under any name yet.
   *
   * @throws RefusedException {@link Refusal#TOO_LARGE} over {@link #maxBlockSize}, before reading a
   *     byte where the length is announced; {@link Refusal#BODY_INCOMPLETE} if the body ends, or
   *     fails, before its announced length, or goes on after it; {@link Refusal#DIGEST_MISMATCH};
   *     {@link Refusal#NO_ROOM}, before reading a byte where the announced length tells that the
   *     store would become larger than it may
   * @throws IOException if the store cannot be written
   */
  Upload receive(Body body) throws IOException;

  /**
   * Makes a body the value of a slot. If the slot's name is the body's SHA-256, the block is sealed
   * from then on.
   *
   * @throws RefusedException as {@link #receive}
   * @throws IOException if the store cannot be written
   */
  void write(BlockName name, Body body, Condition condition) throws IOException;

  /**
   * Puts a body behind the slot's value, as one piece; a missing slot is made.
   *
   * @throws RefusedException as {@link #receive}; {@link Refusal#TOO_LARGE} if the result were over
   *     the store's limit
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
   * Reads and deletes a slot in one step: of any number of takers exactly one gets it, from then on
   * nobody else does. A sealed block is read, touched, and stays, the condition holding. Empty if
   * there is no such block and the condition allows that.
   *
   * @throws IOException if the store cannot be written
   */
  Optional<Block> take(BlockName name, Condition condition) throws IOException;
}
