package org.tigstore.block;

import java.io.IOException;

/**
 * Decides about changes of existing slots. The store calls it under the lock of the change, so
 * nothing can happen between the decision and the change.
 */
@FunctionalInterface
public interface SlotGuard {
  /** Permits every change. */
  SlotGuard NONE = current -> {};

  /**
   * Returns if the slot may be overwritten, appended to, deleted or taken.
   *
   * @throws RefusedException if not
   */
  void checkMayChange(Content current) throws IOException;
}
