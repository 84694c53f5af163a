package org.tigstore.block;

import java.util.Optional;
import java.util.Set;

/**
 * A condition on a block's current value, checked atomically with the change.
 *
 * @param expectation the kind of condition
 * @param contents the values for {@link Expectation#ONE_OF} and {@link Expectation#NONE_OF}, each
 *     as the name under which it would be sealed
 * @param otherwise the refusal if the condition does not hold
 */
public record Condition(Expectation expectation, Set<BlockName> contents, Refusal otherwise) {
  /** The kinds of conditions. */
  public enum Expectation {
    /** No condition. */
    ANYTHING,
    /** No block of that name. */
    ABSENT,
    /** Any block of that name. */
    PRESENT,
    /** A block with one of the given values. */
    ONE_OF,
    /** No block, or a block with none of the given values. */
    NONE_OF
  }

  /** The condition that always holds. */
  public static final Condition NONE =
      new Condition(Expectation.ANYTHING, Set.of(), Refusal.CONDITION_FAILED);

  /** The set-if-not condition: no block exists; otherwise {@link Refusal#TAKEN}. */
  public static final Condition VACANT = new Condition(Expectation.ABSENT, Set.of(), Refusal.TAKEN);

  /** Copies the set. */
  public Condition {
    contents = Set.copyOf(contents);
  }

  /**
   * Returns if the condition holds.
   *
   * @param current the name under which the current value would be sealed; empty if there is none
   * @throws RefusedException with {@link #otherwise} if it does not hold
   */
  public void check(Optional<BlockName> current) throws RefusedException {
    boolean holds =
        switch (expectation) {
          case ANYTHING -> true;
          case ABSENT -> current.isEmpty();
          case PRESENT -> current.isPresent();
          case ONE_OF -> current.filter(contents::contains).isPresent();
          case NONE_OF -> current.filter(contents::contains).isEmpty();
        };
    if (!holds) {
      throw new RefusedException(
          otherwise,
          switch (expectation) {
            case ABSENT -> "the block already exists";
            case PRESENT -> "the block does not exist";
            default -> "the current value is not the expected one";
          });
    }
  }
}
