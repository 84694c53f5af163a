package org.tigstore.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One block cannot be copied; others may be. */
final class CopyException extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean gone;

  /**
   * For this reason.
   *
   * @param message one line for people that continues the block's name
   */
  CopyException(String message) {
    super(message);
    this.gone = false;
  }

  /**
   * For this reason, after a failure perhaps.
   *
   * @param gone whether the source does not have the block any more
   */
  CopyException(String message, boolean gone, @Nullable Throwable cause) {
    super(message, cause);
    this.gone = gone;
  }

  boolean isGone() {
    return gone;
  }
}
