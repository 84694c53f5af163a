package org.tigstore.protocol;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;

/**
 * The result of a read, with its metadata (RFC 9110, section 3.2). The code that requested it
 * closes it.
 *
 * @param content the bytes
 * @param tag the SHA-256 of the bytes, if known
 * @param immutable whether the requested name will always give these bytes
 * @param lastTouched the earliest last touch of the blocks it was read from
 */
public record Representation(
    Content content, Optional<BlockName> tag, boolean immutable, Instant lastTouched)
    implements Closeable {
  /** The size in bytes above which slots have no entity tag. */
  private static final long TAGGED_SLOT_BYTES = 1024 * 1024;

  /** The representation of a block. */
  static Representation of(Block block) {
    boolean tagged = block.sealed() || block.length() <= TAGGED_SLOT_BYTES;
    return new Representation(
        block,
        tagged ? block.contentName() : Optional.empty(),
        block.sealed(),
        block.lastTouched());
  }

  /** The same, read through a channel with this last touch. */
  Representation throughChannel(Instant channelTouched) {
    return new Representation(content, tag, false, earlier(lastTouched, channelTouched));
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
