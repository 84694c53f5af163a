package org.tigstore.protocol;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockReader;
import org.tigstore.block.IoAction;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;

/**
 * Reads as defined by the protocol: follows channels and joins bursts. As thread-safe as the stores
 * it reads.
 */
public final class Reads {
  private final RequestStores stores;

  public Reads(RequestStores stores) {
    this.stores = stores;
  }

  /**
   * The block of this name, or the target of a read channel of this name.
   *
   * @throws RefusedException {@link Refusal#MISSING}; {@link Refusal#DANGLING} for a channel
   *     without a target; {@link Refusal#CHANNEL_CLOSED} for a write channel, and for a channel
   *     that leads to another
   */
  public Representation read(BlockName name, Touch touch) throws IOException {
    return read(name, stores.named(), (store, block) -> store.read(block, touch));
  }

  @FunctionalInterface
  private interface Reading {
    Optional<Block> of(BlockReader store, BlockName name) throws IOException;
  }

  private Representation read(BlockName name, BlockReader store, Reading reading)
      throws IOException {
    Block block = open(reading.of(store, name), Refusal.MISSING, "there is no such block");
    Optional<Channel> channel = channelOf(block);
    if (channel.isEmpty()) {
      return Representation.of(block);
    }
    Instant channelTouched = block.lastTouched();
    block.close();
    return follow(channel.get(), reading).throughChannel(channelTouched);
  }

  private Representation follow(Channel channel, Reading reading) throws IOException {
    if (channel.direction() == Channel.Direction.WRITE) {
      throw new RefusedException(Refusal.CHANNEL_CLOSED, "the channel is write-only");
    }
    Block target =
        open(
            reading.of(stores.behindChannel(), channel.target()),
            Refusal.DANGLING,
            "the channel's target does not exist");
    if (channelOf(target).isPresent()) {
      target.close();
      throw new RefusedException(Refusal.CHANNEL_CLOSED, "the channel leads to another channel");
    }
    return Representation.of(target);
  }

  private static Block open(Optional<Block> found, Refusal otherwise, String reason)
      throws RefusedException {
    return found.orElseThrow(() -> new RefusedException(otherwise, reason));
  }

  /** Parses a channel; closes the block if it cannot be read. */
  private static Optional<Channel> channelOf(Block block) throws IOException {
    return IoAction.closingOnFailure(block, () -> Channel.of(block));
  }

  /**
   * The concatenation of the blocks that the index of this name names. Before this returns, every
   * part was found, and touched like the index.
   *
   * @throws RefusedException as {@link #read}; {@link Refusal#MISSING} if a part is missing; {@link
   *     Refusal#NOT_AN_INDEX}
   */
  public Representation burst(BlockName name, Touch touch) throws IOException {
    Representation index = read(name, touch);
    return IoAction.closingOnFailure(
        index,
        () ->
            Burst.of(
                index,
                part -> read(part, stores.parts(), BlockReader::readAgain),
                part -> read(part, stores.parts(), (store, block) -> store.read(block, touch))));
  }
}
