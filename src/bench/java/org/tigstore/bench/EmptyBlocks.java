package org.tigstore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;

/**
 * Empty blocks, made and changed behind tig's back: storing a million takes too long.
 *
 * @param directory tig's data directory
 */
record EmptyBlocks(Path directory, int count) {
  private static final int SAMPLE = 1_000;

  private Path file(int number) {
    byte[] digest = new byte[32];
    new Random(number).nextBytes(digest);
    return directory.resolve(HexFormat.of().formatHex(digest) + ".tig");
  }

  void create() throws IOException {
    for (int number = 0; number < count; number++) {
      Files.createFile(file(number));
    }
  }

  /** Makes them look as if nobody had touched them for very long. */
  void age() throws IOException {
    FileTime past = FileTime.from(Instant.EPOCH);
    for (int number = 0; number < count; number++) {
      age(file(number), past);
    }
  }

  private static void age(Path file, FileTime past) throws IOException {
    try {
      Files.setLastModifiedTime(file, past);
    } catch (NoSuchFileException e) {
      // The sweep has begun.
    }
  }

  /**
   * How much of a sample is still there, as a part of one. It is spread over all: a sweep goes
   * through them in the order of their making, or against it.
   */
  double left() {
    int there = 0;
    for (int sample = 0; sample < SAMPLE; sample++) {
      there += Files.exists(file((int) ((long) sample * count / SAMPLE))) ? 1 : 0;
    }
    return (double) there / SAMPLE;
  }
}
