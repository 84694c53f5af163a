package org.tigstore.block;

import java.io.IOException;

/**
 * Has the last word on changing a slot that is there: asked by the store under the same lock as the
 * change itself, so that nothing comes between the answer and the change.
 */
@FunctionalInterface
public interface SlotGuard {
  /** Lets every change pass. */
  SlotGuard NONE = current -> {};

  /**
   * Returns if the slot may be overwritten, appended to, deleted or taken.
   *
   * @throws RefusedException if not
   */
  void checkMayChange(Content current) throws IOException;
}
