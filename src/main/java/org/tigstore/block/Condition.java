package org.tigstore.block;

import java.util.Optional;
import java.util.Set;

/**
 * What must hold of a block's current value for a change to happen, judged in one step with the
 * change.
 *
 * @param expectation what is expected
 * @param contents the values that {@link Expectation#ONE_OF} and {@link Expectation#NONE_OF} speak
 *     of, each by the name it would be sealed under
 * @param otherwise how a change is refused when the expectation does not hold
 */
public record Condition(Expectation expectation, Set<BlockName> contents, Refusal otherwise) {
  /** What a condition can expect. */
  public enum Expectation {
    /** Anything, or nothing at all. */
    ANYTHING,
    /** No block of that name. */
    ABSENT,
    /** Some block of that name. */
    PRESENT,
    /** A block whose value is one of those given. */
    ONE_OF,
    /** No block, or one whose value is none of those given. */
    NONE_OF
  }

  /** The condition that always holds. */
  public static final Condition NONE =
      new Condition(Expectation.ANYTHING, Set.of(), Refusal.CONDITION_FAILED);

  /** The set-if-not condition: nothing is there; else {@link Refusal#TAKEN}. */
  public static final Condition VACANT = new Condition(Expectation.ABSENT, Set.of(), Refusal.TAKEN);

  /** A copy of the set, so that the condition is immutable. */
  public Condition {
    contents = Set.copyOf(contents);
  }

  /**
   * Returns if the condition holds.
   *
   * @param current the name that the current value would be sealed under; empty if there is none
   * @throws RefusedException as {@link #otherwise} says, if not
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
            case ABSENT -> "something is there already";
            case PRESENT -> "there is nothing of that name";
            default -> "the current value is not the expected one";
          });
    }
  }
}
