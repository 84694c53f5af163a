package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Listing;

/** The names that a peer lists. */
final class PeerList implements Listing {
  private static final int LONGEST_LINE = 8192;

  private final PeerAnswer answer;
  private final BufferedReader lines;
  private Optional<BlockName> next;

  PeerList(PeerAnswer answer) throws IOException {
    this.answer = answer;
    this.lines = new BufferedReader(new InputStreamReader(answer.content(), US_ASCII));
    this.next = read();
  }

  private Optional<BlockName> read() throws IOException {
    String line = nextLine();
    if (line == null) {
      return Optional.empty();
    }
    return Optional.of(
        BlockName.parseLastSegment(line)
            .orElseThrow(() -> new IOException("a peer lists something that is no block")));
  }

  private @Nullable String nextLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = lines.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = lines.read()) {
      if (line.length() == LONGEST_LINE) {
        throw new IOException("a peer lists something that is no block");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public BlockName next() {
    BlockName name = next.orElseThrow(NoSuchElementException::new);
    try {
      next = read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return name;
  }

  @Override
  public void close() throws IOException {
    answer.close();
  }
}
