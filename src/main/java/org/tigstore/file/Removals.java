package org.tigstore.file;

import java.io.IOException;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;

/** Deletes, takes and gives away blocks, as the store's contract has it. */
final class Removals {
  private final DataDirectory directory;
  private final BlockFiles files;
  private final BlockOpener opener;
  private final Slots slots;
  private final Holding names;

  Removals(
      DataDirectory directory, BlockFiles files, BlockOpener opener, Slots slots, Holding names) {
    this.directory = directory;
    this.files = files;
    this.opener = opener;
    this.slots = slots;
    this.names = names;
  }

  /** As {@link BlockStore#delete}. */
  void delete(BlockName name, Condition condition) throws IOException {
    names.holding(
        name,
        () -> {
          if (slots.changeable(files.find(name), condition).isEmpty()) {
            throw new RefusedException(Refusal.MISSING, "there is no such block");
          }
          remove(name);
          return name;
        });
  }

  /** As {@link BlockStore#take}. */
  Optional<Block> take(BlockName name, Condition condition) throws IOException {
    return names.holding(
        name,
        () -> {
          Optional<BlockFile> found = files.find(name);
          if (found.isPresent() && found.get().sealed()) {
            condition.check(Optional.of(name));
            return Optional.of(opener.open(found.get(), Touch.RESTART));
          }
          slots.checkMayChange(found, condition);
          return found.isEmpty() ? Optional.empty() : Optional.of(removed(found.get()));
        });
  }

  private Block removed(BlockFile file) throws IOException {
    Block block = opener.open(file, Touch.LEAVE);
    boolean gone = false;
    try {
      remove(file.name());
      gone = true;
      return block;
    } finally {
      if (!gone) {
        block.close();
      }
    }
  }

  /** Deletes a sealed block; false if there is none of this name. */
  boolean removeSealed(BlockName name) throws IOException {
    return names.holding(
        name,
        () -> {
          Optional<BlockFile> file = files.find(name);
          if (file.isEmpty() || !file.get().sealed()) {
            return false;
          }
          remove(name);
          return true;
        });
  }

  /** Gives a slot away, its name being held all the while; false if there is none. */
  boolean giveSlotAway(BlockName name, BlockStore.Recipient recipient) throws IOException {
    return names.holding(
        name,
        () -> {
          Optional<BlockFile> file = files.find(name);
          if (file.isEmpty()) {
            return false;
          }
          try (Block block = opener.open(file.get(), Touch.LEAVE)) {
            recipient.accept(block);
          }
          remove(name);
          return true;
        });
  }

  private void remove(BlockName name) throws IOException {
    files.delete(name);
    directory.syncBlocks();
  }
}
