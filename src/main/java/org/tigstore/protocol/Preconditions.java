package org.tigstore.protocol;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Condition.Expectation;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The preconditions of a request (RFC 9110, section 13).
 *
 * @param match {@code If-Match}
 * @param noneMatch {@code If-None-Match}
 */
public record Preconditions(Optional<EntityTags> match, Optional<EntityTags> noneMatch) {
  /** Whether there are any. */
  public boolean given() {
    return match.isPresent() || noneMatch.isPresent();
  }

  /**
   * The condition of a change.
   *
   * @throws RefusedException {@link Refusal#MALFORMED} if both header fields are present
   */
  public Condition forChange() throws RefusedException {
    if (match.isPresent() && noneMatch.isPresent()) {
      throw new RefusedException(
          Refusal.MALFORMED, "If-Match and If-None-Match cannot be combined on a change");
    }
    if (match.isPresent()) {
      EntityTags tags = match.get();
      return condition(tags.any() ? Expectation.PRESENT : Expectation.ONE_OF, tags.strong());
    }
    if (noneMatch.isPresent()) {
      EntityTags tags = noneMatch.get();
      Set<BlockName> contents = new HashSet<>(tags.strong());
      contents.addAll(tags.weak());
      return condition(tags.any() ? Expectation.ABSENT : Expectation.NONE_OF, contents);
    }
    return Condition.NONE;
  }

  private static Condition condition(Expectation expectation, Set<BlockName> contents) {
    return new Condition(expectation, contents, Refusal.CONDITION_FAILED);
  }

  /**
   * Whether the client already has these bytes, for a read.
   *
   * @throws RefusedException {@link Refusal#CONDITION_FAILED} if {@code If-Match} does not match
   */
  public boolean notModified(Representation current) throws RefusedException {
    if (match.isPresent() && !match.get().matchStrongly(current.tag())) {
      throw new RefusedException(
          Refusal.CONDITION_FAILED, "the current value is not the expected one");
    }
    return noneMatch.isPresent() && noneMatch.get().matchWeakly(current.tag());
  }
}
