package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.Listing;

/** The names that a peer lists. */
final class PeerList implements Listing {
  private final PeerAnswer answer;
  private final BufferedReader lines;
  private Optional<BlockName> next;

  PeerList(PeerAnswer answer) throws IOException {
    this.answer = answer;
    this.lines = new BufferedReader(new InputStreamReader(answer.content(), US_ASCII));
    this.next = read();
  }

  private Optional<BlockName> read() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      return Optional.empty();
    }
    return Optional.of(
        BlockName.parseLastSegment(line)
            .orElseThrow(() -> new IOException("a peer lists something that is no block")));
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
