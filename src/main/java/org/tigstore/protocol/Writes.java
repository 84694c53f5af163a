package org.tigstore.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockReader;
import org.tigstore.block.BlockWriter;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Sha256;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * Writes as the protocol defines it: goes through write channels, and refuses what it can before a
 * body is received. Safe for any number of threads.
 */
public final class Writes {
  private final BlockReader reader;
  private final BlockWriter writer;

  /** What becomes of a body and the value that a slot has. */
  public enum Mode {
    /** The body takes the value's place. */
    REPLACE,
    /** The body goes behind the value. */
    APPEND
  }

  /** Writes to this store, which is asked as a reader where channels lead. */
  public Writes(BlockReader reader, BlockWriter writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /**
   * The name under which this body would be sealed; stores nothing, not even for a while.
   *
   * @throws RefusedException as {@link Body#upTo} with the largest block's size, and {@link
   *     Body#checkDigests}
   */
  public BlockName name(Body body) throws IOException {
    try (DigestInputStream bytes =
        new DigestInputStream(body.upTo(writer.maxBlockSize()), Sha256.start())) {
      bytes.transferTo(OutputStream.nullOutputStream());
      BlockName name = BlockName.ofDigest(bytes.getMessageDigest());
      body.checkDigests(name);
      return name;
    }
  }

  /**
   * Seals the body under its own SHA-256 and returns the name.
   *
   * @throws RefusedException as {@link BlockWriter#receive}
   */
  public BlockName seal(Body body) throws IOException {
    try (Upload upload = writer.receive(body)) {
      upload.seal();
      return upload.contentName();
    }
  }

  /**
   * Writes the slot of this name, or the one that a write channel of this name leads to.
   *
   * @throws RefusedException as {@link BlockWriter#write} and {@link BlockWriter#append}; {@link
   *     Refusal#CHANNEL_CLOSED} for a read channel, and for a channel that leads to another
   */
  public void write(BlockName name, Body body, Mode mode, Condition condition) throws IOException {
    BlockName target = target(name, condition);
    switch (mode) {
      case REPLACE -> writer.write(target, body, condition);
      case APPEND -> writer.append(target, body, condition);
    }
    if (!target.equals(name)) {
      touch(name);
    }
  }

  /** Where a write to this name goes, refused now if it is bound to be refused later. */
  private BlockName target(BlockName name, Condition condition) throws IOException {
    Optional<Channel> channel = check(name, condition);
    if (channel.isEmpty()) {
      return name;
    }
    if (channel.get().direction() == Channel.Direction.READ) {
      throw new RefusedException(Refusal.CHANNEL_CLOSED, "the channel is for reading only");
    }
    BlockName target = channel.get().target();
    if (check(target, condition).isPresent()) {
      throw new RefusedException(Refusal.CHANNEL_CLOSED, "the channel leads to another channel");
    }
    return target;
  }

  /** The channel of this name; if it is none, checks that it may be written. */
  private Optional<Channel> check(BlockName name, Condition condition) throws IOException {
    Optional<Block> found = readUndamaged(name);
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
        if (block.contentName().isPresent()) {
          condition.check(block.contentName());
        }
      }
      return channel;
    }
  }

  /** A damaged block is none: it has been set aside, and writing may bring it back. */
  private Optional<Block> readUndamaged(BlockName name) throws IOException {
    try {
      return reader.read(name, Touch.LEAVE);
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.DAMAGED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void touch(BlockName name) throws IOException {
    Optional<Block> touched = reader.read(name, Touch.RESTART);
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
    writer.delete(name, condition);
  }

  /**
   * Reads and deletes the slot of this name in one step; a sealed block stays.
   *
   * @throws RefusedException as {@link BlockWriter#take}; {@link Refusal#MISSING}; {@link
   *     Refusal#CHANNEL_CLOSED}
   */
  public Representation take(BlockName name, Condition condition) throws IOException {
    refuseChannel(name);
    return writer
        .take(name, condition)
        .map(Representation::of)
        .orElseThrow(() -> new RefusedException(Refusal.MISSING, "there is no such block"));
  }

  private void refuseChannel(BlockName name) throws IOException {
    Optional<Block> found = reader.read(name, Touch.LEAVE);
    if (found.isPresent()) {
      try (Block block = found.get()) {
        Channel.refuseChange(block);
      }
    }
  }
}
