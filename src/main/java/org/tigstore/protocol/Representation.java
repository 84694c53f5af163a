package org.tigstore.protocol;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;

/**
 * What a reading gives, with what is to be said of it (RFC 9110, section 3.2). Whoever got it
 * closes it.
 *
 * @param content the bytes
 * @param tag what tells these bytes from others, where it is known: their SHA-256
 * @param immutable whether these bytes are all that will ever be read under the name asked for
 * @param lastTouched when the longest untouched of the blocks behind it was last touched
 */
public record Representation(
    Content content, Optional<BlockName> tag, boolean immutable, Instant lastTouched)
    implements Closeable {
  /** Slots over this size carry no entity tag. */
  private static final long TAGGED_SLOT_BYTES = 1024 * 1024;

  /** A block as it is. */
  static Representation of(Block block) {
    boolean tagged = block.sealed() || block.length() <= TAGGED_SLOT_BYTES;
    return new Representation(
        block,
        tagged ? block.contentName() : Optional.empty(),
        block.sealed(),
        block.lastTouched());
  }

  /** The same, read through a channel that was last touched then. */
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
