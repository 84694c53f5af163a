package org.tigstore.block;

import java.time.Instant;
import java.util.Optional;

/**
 * An open block: its bytes as they were when it was opened. Overwriting, appending to, deleting or
 * expiring the block afterwards does not change what an open one gives.
 */
public interface Block extends Content {
  /** The name it was asked for by. */
  BlockName name();

  /**
   * The name under which its bytes would be sealed, the SHA-256 of its bytes; empty if that is not
   * known before they are read.
   */
  Optional<BlockName> contentName();

  /** When the block was last touched, this reading included if it touched. */
  Instant lastTouched();

  /** Whether this may be what a channel of that name leads to, and not the channel. */
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
