package org.tigstore.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Sha256;

/**
 * Remembers where the content of a directory's files is, so that the next commit need not read
 * those that did not change; also if this one is killed. Knows nothing of what a server has. A line
 * for each file, in the order of manifests; damaged lines, such as those of two commits at once,
 * are ignored. For one thread.
 */
final class CommitCache implements Closeable {
  /** No file system has coarser times: a younger file may change without a change of its state. */
  private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

  /** What the last commit found, what a killed one found, and what this one finds. */
  private final Path last;

  private final Path killed;
  private final Path current;

  private final Cursor lastFound;
  private final Cursor killedFound;
  private final Writer found;
  private final Instant youngest;

  /**
   * Of this directory.
   *
   * @param files where the caches of all directories are; made if it is missing
   */
  CommitCache(Path files, Path directory) throws IOException {
    String root = FileNames.bytesOf(directory.toRealPath());
    String file = Sha256.nameOf(root.getBytes(ISO_8859_1)).digits();
    Files.createDirectories(files);
    last = files.resolve(file);
    killed = files.resolve(file + ".killed");
    current = files.resolve(file + ".current");
    if (size(current) > size(killed)) {
      Files.move(current, killed, StandardCopyOption.REPLACE_EXISTING);
    }
    lastFound = new Cursor(last);
    killedFound = new Cursor(killed);
    found = Files.newBufferedWriter(current, ISO_8859_1);
    youngest = Files.getLastModifiedTime(current).toInstant().minus(COARSEST_TIME);
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : -1;
  }

  /**
   * Where the content of this file is, if it is known and the file unchanged. In order of names.
   */
  Optional<Manifest.Location> find(Tree.Node file) throws IOException {
    Optional<Manifest.Location> newer = killedFound.find(file);
    Optional<Manifest.Location> older = lastFound.find(file);
    return newer.or(() -> older);
  }

  /** Remembers where the content of this file is. In order of names. */
  void add(String name, Tree.State state, Manifest.Location location) throws IOException {
    if (state.changed().isBefore(youngest) && state.modified().isBefore(youngest)) {
      String text = text(name, state) + " " + location;
      found.append(checksum(text)).append(' ').append(text).append('\n');
    }
  }

  private static String text(String name, Tree.State state) {
    return String.join(
        " ",
        FileNames.escaped(name),
        Long.toString(state.size()),
        Manifest.text(state.modified()),
        Manifest.text(state.changed()),
        Long.toString(state.inode()));
  }

  private static String checksum(String text) {
    CRC32 checksum = new CRC32();
    checksum.update(text.getBytes(ISO_8859_1));
    return Long.toHexString(checksum.getValue());
  }

  /** Replaces what the last commit found by what this one found. */
  void complete() throws IOException {
    found.close();
    Files.move(current, last, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(killed);
  }

  @Override
  public void close() throws IOException {
    found.close();
    lastFound.close();
    killedFound.close();
  }

  /** Reads a cache along with the directory. */
  private static final class Cursor implements Closeable {
    private final BufferedReader lines;
    private @Nullable String line;
    private String name = "";

    Cursor(Path file) throws IOException {
      lines =
          Files.exists(file)
              ? Files.newBufferedReader(file, ISO_8859_1)
              : new BufferedReader(Reader.nullReader());
      advance();
    }

    Optional<Manifest.Location> find(Tree.Node file) throws IOException {
      while (line != null && FileNames.compare(name, file.name()) < 0) {
        advance();
      }
      String expected = text(file.name(), file.state()) + " ";
      return line != null && line.startsWith(expected)
          ? Manifest.Location.parse(line.substring(expected.length()))
          : Optional.empty();
    }

    /** Goes to the next line that is not damaged. */
    private void advance() throws IOException {
      for (String next = lines.readLine(); next != null; next = lines.readLine()) {
        int start = next.indexOf(' ') + 1;
        int end = next.indexOf(' ', start);
        if (end > 0 && next.equals(checksum(next.substring(start)) + " " + next.substring(start))) {
          line = next.substring(start);
          name = FileNames.unescaped(next.substring(start, end)).orElse("");
          return;
        }
      }
      line = null;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
