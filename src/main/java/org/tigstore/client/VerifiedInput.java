package org.tigstore.client;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.tigstore.block.BlockName;
import org.tigstore.block.BulkInputStream;
import org.tigstore.block.Content;

/**
 * The bytes of a block. The last of them is given only if all have the expected hash. If the
 * connection breaks, reading goes on over another one.
 */
final class VerifiedInput extends BulkInputStream {
  /** How often in succession a connection may break before it has brought a byte. */
  private static final int MOST_FAILURES = 3;

  private final Source source;
  private final MessageDigest digest;
  private final BlockName expected;
  private final byte[] chunk = new byte[Content.CHUNK_BYTES];
  private InputStream bytes;
  private int failures;

  /** Where the next byte from the source belongs in the block. */
  private long received;

  /** The next byte to give. Of the bytes to the limit, the last is kept until it is verified. */
  private int position;

  private int limit;
  private boolean verified;

  /** Where the bytes come from. */
  interface Source {
    /** The bytes from this offset to the end. */
    InputStream open(long offset) throws IOException;

    /** Whether it can be opened more than once. */
    boolean canContinue();

    /** What to throw if the bytes do not have the expected hash. */
    IOException mismatch();
  }

  /**
   * The bytes from an offset on.
   *
   * @param offset how many bytes are there already
   * @param digest has hashed these
   * @param expected the name under which all bytes would be sealed
   */
  VerifiedInput(Source source, long offset, MessageDigest digest, BlockName expected)
      throws IOException {
    this.source = source;
    this.received = offset;
    this.digest = digest;
    this.expected = expected;
    this.bytes = source.open(offset);
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    while (available() == 0 && !verified) {
      receive();
    }
    int given = Math.min(count, available());
    System.arraycopy(chunk, position, target, offset, given);
    position += given;
    return given == 0 ? -1 : given;
  }

  @Override
  public int available() {
    return verified ? limit - position : Math.max(0, limit - position - 1);
  }

  private void receive() throws IOException {
    int kept = limit - position;
    System.arraycopy(chunk, position, chunk, 0, kept);
    position = 0;
    limit = kept;
    try {
      int count = bytes.read(chunk, kept, chunk.length - kept);
      if (count < 0) {
        verify();
      } else {
        digest.update(chunk, kept, count);
        received += count;
        limit += count;
        failures = 0;
      }
    } catch (ServerException e) {
      throw e;
    } catch (IOException e) {
      failures++;
      if (failures > MOST_FAILURES || !source.canContinue()) {
        throw e;
      }
      bytes.close();
      bytes = source.open(received);
    }
  }

  private void verify() throws IOException {
    if (!BlockName.ofDigest(digest).equals(expected)) {
      throw source.mismatch();
    }
    verified = true;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
