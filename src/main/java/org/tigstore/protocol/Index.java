package org.tigstore.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Reads the names in an index one after the other, in constant memory. A line is a path, a bare
 * name, or an address whose last segment is a name. Blank lines and white space around a line,
 * including carriage returns, are ignored.
 */
public final class Index implements Closeable {
  private static final int LINE_BYTES = 4096;

  private final InputStream bytes;
  private final byte[] chunk = new byte[2 * LINE_BYTES];
  private final byte[] line = new byte[LINE_BYTES];

  /** Where reading continues in the chunk. */
  private int position;

  private int received;

  /** Reads the names in these bytes; closing the index closes them. */
  public Index(InputStream bytes) {
    this.bytes = bytes;
  }

  /**
   * The next name; empty at the end.
   *
   * @throws RefusedException {@link Refusal#NOT_AN_INDEX} if a line does not name a block
   */
  public Optional<BlockName> next() throws IOException {
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
    int next = nextByte();
    if (next < 0) {
      return Optional.empty();
    }
    int length = 0;
    for (; next >= 0 && next != '\n'; next = nextByte()) {
      if (length == LINE_BYTES) {
        throw notAnIndex();
      }
      line[length++] = (byte) next;
    }
    return Optional.of(new String(line, 0, length, ISO_8859_1).strip());
  }

  // A BufferedInputStream would take a lock for each byte.
  private int nextByte() throws IOException {
    if (position == received) {
      position = 0;
      received = Math.max(0, bytes.read(chunk));
    }
    return received == 0 ? -1 : chunk[position++] & 0xff;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  private static RefusedException notAnIndex() {
    return new RefusedException(Refusal.NOT_AN_INDEX, "not an index: a line does not name a block");
  }
}
