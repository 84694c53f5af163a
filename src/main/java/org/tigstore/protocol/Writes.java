package org.tigstore.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockReader;
import org.tigstore.block.BlockWriter;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.IoAction;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Sha256;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * Writes as defined by the protocol: follows write channels, and refuses a request before it
 * receives the body if possible. As thread-safe as the stores it changes.
 */
public final class Writes {
  private final RequestStores stores;

  /** How a body changes the value of a slot. */
  public enum Mode {
    /** The body replaces the value. */
    REPLACE,
    /** The body is appended to the value. */
    APPEND
  }

  public Writes(RequestStores stores) {
    this.stores = stores;
  }

  /**
   * The name under which this body would be sealed; stores nothing, not even temporarily.
   *
   * @throws RefusedException as {@link Body#upTo} with the maximum size of a block, and {@link
   *     Body.Digests#check}
   */
  public BlockName name(Body body) throws IOException {
    try (DigestInputStream bytes =
        new DigestInputStream(body.upTo(stores.named().maxBlockSize()), Sha256.start())) {
      bytes.transferTo(OutputStream.nullOutputStream());
      BlockName name = BlockName.ofDigest(bytes.getMessageDigest());
      body.digests().check(name);
      return name;
    }
  }

  /**
   * Seals the body under its SHA-256 and returns the name.
   *
   * @param replacing whether to replace a slot of that name
   * @throws RefusedException as {@link BlockWriter#receive}; {@link Refusal#TAKEN} if there is a
   *     slot of that name and it is not replaced
   */
  public BlockName seal(Body body, boolean replacing) throws IOException {
    try (Upload upload = stores.named().receive(body)) {
      if (replacing) {
        upload.seal();
      } else {
        upload.sealUnlessTaken();
      }
      return upload.contentName();
    }
  }

  /**
   * Writes the slot of this name, or the target of a write channel of this name.
   *
   * @throws RefusedException as {@link BlockWriter#write} and {@link BlockWriter#append}; {@link
   *     Refusal#CHANNEL_CLOSED} for a read channel, and for a channel that leads to another
   */
  public void write(BlockName name, Body body, Mode mode, Condition condition) throws IOException {
    Optional<Channel> channel = check(name, stores.named(), condition);
    if (channel.isEmpty()) {
      write(stores.named(), name, body, mode, condition);
    } else {
      write(target(channel.get(), condition), channel.get().target(), body, mode, condition);
      touch(name);
    }
  }

  private static void write(
      BlockWriter store, BlockName name, Body body, Mode mode, Condition condition)
      throws IOException {
    switch (mode) {
      case REPLACE -> store.write(name, body, condition);
      case APPEND -> store.append(name, body, condition);
    }
  }

  /** The store for a write through a channel; refuses now what the store would refuse later. */
  private BlockWriter target(Channel channel, Condition condition) throws IOException {
    if (channel.direction() == Channel.Direction.READ) {
      throw new RefusedException(Refusal.CHANNEL_CLOSED, "the channel is read-only");
    }
    BlockAccess store = stores.behindChannel();
    if (check(channel.target(), store, condition).isPresent()) {
      throw new RefusedException(Refusal.CHANNEL_CLOSED, "the channel leads to another channel");
    }
    return store;
  }

  /** The channel of this name; if it is not a channel, checks that it can be written. */
  private static Optional<Channel> check(BlockName name, BlockReader store, Condition condition)
      throws IOException {
    Optional<Block> found;
    try {
      found = store.read(name, Touch.KEEP);
    } catch (RefusedException e) {
      return channelUnseen(e);
    }
    if (found.isEmpty()) {
      condition.check(Optional.empty());
      return Optional.empty();
    }
    try (Block block = found.get()) {
      Optional<Channel> channel = Channel.of(block);
      if (channel.isEmpty()) {
        if (block.sealed()) {
          throw new RefusedException(Refusal.SEALED, "a sealed block cannot be changed");
        }
        if (block.contentName().isPresent() && !block.mayBeTarget()) {
          condition.check(block.contentName());
        }
      }
      return channel;
    }
  }

  /**
   * A damaged block counts as missing: it has been set aside, and a write may restore it. If
   * another node refuses the read, it has a channel, which it follows itself.
   */
  private static Optional<Channel> channelUnseen(RefusedException refused) throws RefusedException {
    return switch (refused.refusal()) {
      case DAMAGED, CHANNEL_CLOSED, DANGLING, UNDECIDED -> Optional.empty();
      default -> throw refused;
    };
  }

  private void touch(BlockName name) throws IOException {
    Optional<Block> touched = stores.named().read(name, Touch.RENEW);
    if (touched.isPresent()) {
      touched.get().close();
    }
  }

  /**
   * Deletes the slot of this name.
   *
   * @throws RefusedException as {@link BlockWriter#delete}; {@link Refusal#CHANNEL_CLOSED}
   */
  public void delete(BlockName name, Condition condition) throws IOException {
    refuseChannel(name);
    stores.named().delete(name, condition);
  }

  /**
   * Reads and deletes the slot of this name atomically; a sealed block stays.
   *
   * @throws RefusedException as {@link BlockWriter#take}; {@link Refusal#MISSING}; {@link
   *     Refusal#CHANNEL_CLOSED}
   */
  public Representation take(BlockName name, Condition condition) throws IOException {
    refuseChannel(name);
    return stores
        .named()
        .take(name, condition)
        .map(Representation::of)
        .orElseThrow(Writes::missing);
  }

  /**
   * What {@link #take} would return now; changes nothing.
   *
   * @throws RefusedException as {@link #take}
   */
  public Representation wouldTake(BlockName name, Condition condition) throws IOException {
    refuseChannel(name);
    Optional<Block> found = stores.named().read(name, Touch.KEEP);
    if (found.isEmpty()) {
      condition.check(Optional.empty());
      throw missing();
    }
    return IoAction.closingOnFailure(
        found.get(),
        () -> {
          // Of a large slot, only the change itself finds it out.
          if (found.get().contentName().isPresent()) {
            condition.check(found.get().contentName());
          }
          return Representation.of(found.get());
        });
  }

  private static RefusedException missing() {
    return new RefusedException(Refusal.MISSING, "there is no such block");
  }

  private void refuseChannel(BlockName name) throws IOException {
    Optional<Block> found = readIfAnybodyHasIt(name, stores.named());
    if (found.isPresent()) {
      try (Block block = found.get()) {
        Channel.refuseChange(block);
      }
    }
  }

  /**
   * If no node has reported the block, or another node has a channel, the change itself decides.
   */
  private static Optional<Block> readIfAnybodyHasIt(BlockName name, BlockReader store)
      throws IOException {
    try {
      return store.read(name, Touch.KEEP);
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.UNDECIDED || e.refusal() == Refusal.DANGLING) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
