package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.IoAction;
import org.tigstore.block.Listing;

/** The blocks of several nodes, node by node; a block that is on two nodes appears twice. */
final class ClusterListing implements Listing {
  private static final int LONGEST_LINE = 8192;

  private final List<Iterator<BlockName>> nodes = new ArrayList<>();
  private final List<PeerAnswer> answers = new ArrayList<>();

  /** Lists this node's blocks first. */
  ClusterListing(Iterator<BlockName> own) {
    nodes.add(own);
  }

  /** Appends the blocks of a peer, from its answer, which this listing closes. */
  void add(PeerAnswer answer) throws IOException {
    nodes.add(IoAction.closingOnFailure(answer, () -> new PeerNames(answer)));
    answers.add(answer);
  }

  @Override
  public boolean hasNext() {
    while (!nodes.isEmpty() && !nodes.get(0).hasNext()) {
      nodes.remove(0);
    }
    return !nodes.isEmpty();
  }

  @Override
  public BlockName next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return nodes.get(0).next();
  }

  @Override
  public void close() throws IOException {
    for (PeerAnswer answer : answers) {
      answer.close();
    }
  }

  private static final class PeerNames implements Iterator<BlockName> {
    private final BufferedReader lines;
    private Optional<BlockName> next;

    PeerNames(PeerAnswer answer) throws IOException {
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
              .orElseThrow(
                  () -> new IOException("a peer's list contains a line that is not a block")));
    }

    private @Nullable String nextLine() throws IOException {
      StringBuilder line = new StringBuilder();
      int character = lines.read();
      if (character < 0) {
        return null;
      }
      for (; character >= 0 && character != '\n'; character = lines.read()) {
        if (line.length() == LONGEST_LINE) {
          throw new IOException("a peer's list contains a line that is not a block");
        }
        line.append((char) character);
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
  }
}
