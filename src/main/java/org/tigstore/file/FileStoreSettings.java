package org.tigstore.file;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What an operator decides about a directory of blocks.
 *
 * @param directory where the blocks lie; made if only its last segment is missing
 * @param maxBlockSize the largest block, in bytes
 * @param maxStoreSize the most bytes that all blocks together may have; 0 for any number
 * @param durability what a returned change survives
 * @param verification when sealed blocks are hashed
 * @param lockWait how long to wait for another process to let go of the directory
 * @param touchInterval how long a touch is as good as a later one: until then, being read does not
 *     touch a block again
 */
public record FileStoreSettings(
    Path directory,
    long maxBlockSize,
    long maxStoreSize,
    Durability durability,
    Verification verification,
    Duration lockWait,
    Duration touchInterval) {
  /** The subdirectory for everything but blocks, which need not be backed up. */
  public Path work() {
    return directory.resolve(".tigstore");
  }
}
