package org.tigstore.bench;

import java.util.Random;

/** The sizes of the blocks that are measured. */
enum Size {
  /** As small as most. */
  SMALL("4 KiB", 4 * 1024),
  /** The largest that is kept in memory. */
  MEDIUM("64 KiB", 64 * 1024),
  /** Streamed. */
  LARGE("1 MiB", 1024 * 1024),
  /** Nearly as large as a block may be. */
  LARGEST("120 MB", 120_000_000);

  private final String text;
  private final int bytes;

  Size(String text, int bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** A block of this size that no compression makes smaller. */
  byte[] block(Random random) {
    byte[] block = new byte[bytes];
    random.nextBytes(block);
    return block;
  }

  @Override
  public String toString() {
    return text;
  }
}
