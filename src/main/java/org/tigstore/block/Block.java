package org.tigstore.block;

import java.time.Instant;
import java.util.Optional;

/**
 * An open block: its bytes as they were when it was opened. A later overwrite, append, deletion or
 * expiry does not change the bytes of an open block.
 */
public interface Block extends Content {
  /** The requested name. */
  BlockName name();

  /**
   * The name under which its bytes would be sealed, which is their SHA-256; empty if it is not
   * known before the bytes are read.
   */
  Optional<BlockName> contentName();

  /** When the block was last touched, including by this read. */
  Instant lastTouched();

  /** Whether this may be the target of a channel of that name instead of the channel itself. */
  default boolean mayBeTarget() {
    return false;
  }

  /**
   * Whether the block is known to be sealed: its name is the SHA-256 of its bytes, and it is
   * immutable.
   */
  default boolean sealed() {
    return contentName().filter(name()::equals).isPresent();
  }
}
