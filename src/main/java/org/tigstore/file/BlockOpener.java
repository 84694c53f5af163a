package org.tigstore.file;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;

/** Opens blocks whose files were found. For any number of threads. */
final class BlockOpener {
  private static final System.Logger LOG = System.getLogger(BlockOpener.class.getName());

  private final BlockFiles files;
  private final NameLocks locks;
  private final DirectBuffers buffers = new DirectBuffers();

  BlockOpener(BlockFiles files, NameLocks locks) {
    this.files = files;
    this.locks = locks;
  }

  /** Opens the block; the caller holds its name. */
  Block open(BlockFile file, Touch touch) throws IOException {
    boolean used = touch == Touch.RESTART;
    BlockFile opened = used ? files.touched(file) : file;
    // What is only looked at, before a write say, need not be there for the next reader.
    Optional<HeldBlock> held = used ? files.hold(opened) : files.held(opened);
    return held.isPresent() ? held.get() : FileBlock.open(opened, buffers, this::checkUnchanged);
  }

  private void checkUnchanged(BlockFile opened) throws IOException {
    if (!opened.sealed()) {
      return;
    }
    try {
      locks.holding(
          opened.name(),
          () -> {
            files.checkUnchanged(opened);
            return opened;
          });
    } catch (RefusedException e) {
      // A store that is closed meanwhile lets readers finish.
      LOG.log(DEBUG, "a block was read to its end after the store was closed", e);
    }
  }
}
