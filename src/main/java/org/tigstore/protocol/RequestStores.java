package org.tigstore.protocol;

import java.util.Optional;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The blocks that a request can reach.
 *
 * @param named where to find the block that the request names
 * @param parts where to find the parts of a burst
 * @param targets where to find the target of a channel; empty if the request came through a channel
 */
public record RequestStores(BlockAccess named, BlockAccess parts, Optional<BlockAccess> targets) {
  /** Everything is in one store. */
  public static RequestStores within(BlockAccess store) {
    return new RequestStores(store, store, Optional.of(store));
  }

  /**
   * Where to find a channel's target.
   *
   * @throws RefusedException {@link Refusal#CHANNEL_CLOSED} if this is the second channel
   */
  BlockAccess behindChannel() throws RefusedException {
    return targets.orElseThrow(
        () -> new RefusedException(Refusal.CHANNEL_CLOSED, "the channel leads to another channel"));
  }
}
