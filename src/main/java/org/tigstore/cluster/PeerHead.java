package org.tigstore.cluster;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;

/**
 * What a peer says of a block.
 *
 * @param length how many bytes it has, where the peer says so
 * @param contentName what their SHA-256 is, where the peer says so
 * @param expires when it expires, where the peer says so
 */
record PeerHead(OptionalLong length, Optional<BlockName> contentName, Optional<Instant> expires) {
  /** What this answer says of the block. */
  static PeerHead of(PeerAnswer answer) {
    return new PeerHead(answer.length(), answer.contentName(), answer.expires());
  }

  /**
   * Whether the bytes are known to be too many to be received and checked before the first of them
   * is given.
   */
  boolean isLong() {
    return length.isPresent() && length.getAsLong() > Content.CHUNK_BYTES;
  }

  /** Whether the block is known to be sealed, if it has this name. */
  boolean isOfSealed(BlockName name) {
    return contentName.filter(name::equals).isPresent();
  }

  /** Whether bytes of which this is said can be the ones of which the other was said. */
  boolean agreesWith(PeerHead other) {
    return length.equals(other.length) && contentName.equals(other.contentName);
  }
}
