package org.tigstore.protocol;

import java.util.Optional;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The blocks that a request can reach.
 *
 * @param named where the block that it names is looked for
 * @param parts where the parts of a burst are looked for
 * @param targets where the block behind a channel is looked for; empty if a channel has led here
 */
public record Reach(BlockAccess named, BlockAccess parts, Optional<BlockAccess> targets) {
  /** All there is lies in one store. */
  public static Reach within(BlockAccess store) {
    return new Reach(store, store, Optional.of(store));
  }

  /**
   * Where a channel's target is looked for.
   *
   * @throws RefusedException {@link Refusal#CHANNEL_CLOSED} if this is the second channel
   */
  BlockAccess behindChannel() throws RefusedException {
    return targets.orElseThrow(
        () -> new RefusedException(Refusal.CHANNEL_CLOSED, "the channel leads to another channel"));
  }
}
