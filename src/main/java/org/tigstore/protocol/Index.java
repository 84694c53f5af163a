package org.tigstore.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The names that an index's lines give, one after the other, in constant memory. A line is a path,
 * a bare name, or an address whose last segment is a name; blank lines and white space around a
 * line, the carriage return among it, do not count.
 */
final class Index {
  private static final int LINE_BYTES = 4096;

  private final InputStream bytes;

  Index(Content content) throws IOException {
    this.bytes = new BufferedInputStream(content.bytes());
  }

  /**
   * The next name; empty at the end.
   *
   * @throws RefusedException {@link Refusal#NOT_AN_INDEX} at a line that names no block
   */
  Optional<BlockName> next() throws IOException {
    Optional<String> line = nextLine();
    while (line.isPresent() && line.get().isEmpty()) {
      line = nextLine();
    }
    if (line.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(BlockName.parseLastSegment(line.get()).orElseThrow(Index::notAnIndex));
  }

  /** The next line without white space around it; empty at the end. */
  private Optional<String> nextLine() throws IOException {
    int next = bytes.read();
    if (next < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (; next >= 0 && next != '\n'; next = bytes.read()) {
      if (line.size() == LINE_BYTES) {
        throw notAnIndex();
      }
      line.write(next);
    }
    return Optional.of(line.toString(ISO_8859_1).strip());
  }

  private static RefusedException notAnIndex() {
    return new RefusedException(Refusal.NOT_AN_INDEX, "a line of the block names no block");
  }
}
