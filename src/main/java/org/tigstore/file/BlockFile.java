package org.tigstore.file;

import java.nio.file.Path;
import org.tigstore.block.BlockName;

/**
 * A block's file whose content is known.
 *
 * @param name the block's name
 * @param path where the file lies
 * @param state what the file system says of it
 * @param contentName the name that its bytes would be sealed under
 */
record BlockFile(BlockName name, Path path, FileState state, BlockName contentName) {
  BlockFile {
    // One object tells a sealed block at a glance.
    contentName = contentName.equals(name) ? name : contentName;
  }

  boolean sealed() {
    return name.equals(contentName);
  }

  BlockFile in(FileState newState) {
    return new BlockFile(name, path, newState, contentName);
  }
}
