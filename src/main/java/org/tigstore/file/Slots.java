package org.tigstore.file;

import java.io.IOException;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.SlotGuard;
import org.tigstore.block.Touch;

/** Tells which blocks may be changed. Callers hold the name. */
final class Slots {
  private final BlockOpener opener;
  private final SlotGuard guard;

  Slots(BlockOpener opener, SlotGuard guard) {
    this.opener = opener;
    this.guard = guard;
  }

  /** The slot that was found, if there is one, and nothing speaks against changing it. */
  Optional<BlockFile> changeable(Optional<BlockFile> file, Condition condition) throws IOException {
    if (file.isPresent() && file.get().sealed()) {
      throw new RefusedException(Refusal.SEALED, "a sealed block cannot be changed");
    }
    checkMayChange(file, condition);
    return file;
  }

  /** Returns if the guard and the condition let a slot, or the making of one, pass. */
  void checkMayChange(Optional<BlockFile> file, Condition condition) throws IOException {
    if (file.isPresent()) {
      try (Block current = opener.open(file.get(), Touch.LEAVE)) {
        guard.checkMayChange(current);
      }
    }
    condition.check(file.map(BlockFile::contentName));
  }
}
