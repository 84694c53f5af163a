package org.tigstore.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;

/**
 * One pass over the files of a directory that is spread over a period. What it has done and what
 * there is to do are measured in bytes. For one thread at a time.
 */
final class ScrubPass implements Closeable {
  /** What finding a file is taken to cost, in bytes of one that is hashed. */
  private static final long FILE_COST = 4096;

  private final Instant begun;
  private final DirectoryStream<Path> files;
  private final Iterator<Path> rest;
  private double done;

  private ScrubPass(Instant begun, DirectoryStream<Path> files) {
    this.begun = begun;
    this.files = files;
    this.rest = files.iterator();
  }

  /** A pass that begins now. */
  @SuppressWarnings("StreamResourceLeak") // It is closed with the pass.
  static ScrubPass over(Path directory, Instant now) throws IOException {
    return new ScrubPass(now, Files.newDirectoryStream(directory));
  }

  /** When the pass began. */
  Instant begun() {
    return begun;
  }

  /** The next file, if there is one. */
  Optional<Path> next() throws IOException {
    try {
      return rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Takes note that the pass is over with a file of so many bytes. */
  void passed(long bytes) {
    done += FILE_COST + bytes;
  }

  /**
   * Whether more should be done by now.
   *
   * @param blocks how many there are
   * @param bytes how many they have together
   */
  boolean isBehind(Instant now, Duration period, long blocks, long bytes) {
    double elapsed = seconds(Duration.between(begun, now)) / seconds(period);
    return elapsed >= 1 || done < elapsed * (blocks * (double) FILE_COST + bytes);
  }

  private static double seconds(Duration duration) {
    return duration.toSeconds() + duration.toNanosPart() / 1e9;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
