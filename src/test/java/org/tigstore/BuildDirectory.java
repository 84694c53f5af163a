package org.tigstore;

import java.nio.file.Path;

/** The directory in which tests may delete: a mistaken setting must not cost anybody's blocks. */
public final class BuildDirectory {
  private static final Path BUILD = Path.of("target").toAbsolutePath();

  private BuildDirectory() {}

  /**
   * This directory, which has to be one of the build's own.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Path own(Path directory) {
    if (!directory.toAbsolutePath().normalize().startsWith(BUILD)) {
      throw new IllegalArgumentException(
          directory + " is not under " + BUILD + ": tests would delete what is in it");
    }
    return directory;
  }
}
