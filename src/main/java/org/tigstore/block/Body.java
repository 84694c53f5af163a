package org.tigstore.block;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Bytes to be stored, with their announced length and digests.
 *
 * @param bytes the source; read once, closed by the code that opened it
 * @param length the announced length in bytes, or {@link #UNKNOWN_LENGTH}
 * @param digests the announced SHA-256, once for each time it was announced
 */
public record Body(InputStream bytes, long length, List<BlockName> digests) {
  /** No length was announced. */
  public static final long UNKNOWN_LENGTH = -1;

  /** Copies the list. */
  public Body {
    digests = List.copyOf(digests);
  }

  /** Bytes without an announced digest. */
  public Body(InputStream bytes, long length) {
    this(bytes, length, List.of());
  }

  /**
   * Returns if the bytes match the announced digests.
   *
   * @param contentName the name under which they would be sealed
   * @throws RefusedException {@link Refusal#DIGEST_MISMATCH} if not
   */
  public void checkDigests(BlockName contentName) throws RefusedException {
    for (BlockName announced : digests) {
      if (!announced.equals(contentName)) {
        throw new RefusedException(
            Refusal.DIGEST_MISMATCH, "the body's SHA-256 is " + contentName.digits());
      }
    }
  }

  /**
   * The bytes, checked against their announced length and a limit in bytes. Reading throws {@link
   * Refusal#BODY_INCOMPLETE} if they end or fail before the announced length or exceed it, and
   * {@link Refusal#TOO_LARGE} beyond the limit.
   *
   * @throws RefusedException {@link Refusal#TOO_LARGE} if the announced length exceeds the limit
   */
  public InputStream upTo(long limit) throws RefusedException {
    checkLimit(length, limit);
    return new Checked(limit);
  }

  private static void checkLimit(long length, long limit) throws RefusedException {
    if (length > limit) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "a block may have " + limit + " bytes at the most");
    }
  }

  private final class Checked extends BulkInputStream {
    private final long limit;
    private long received;

    Checked(long limit) {
      this.limit = limit;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws RefusedException {
      int got = receive(target, offset, count);
      received += Math.max(got, 0);
      checkLimit(received, limit);
      boolean tooShort = got < 0 && received < length;
      boolean tooLong = length != UNKNOWN_LENGTH && received > length;
      if (tooShort || tooLong) {
        throw new RefusedException(
            Refusal.BODY_INCOMPLETE,
            "the body does not have the " + length + " bytes that were announced");
      }
      return got;
    }

    private int receive(byte[] target, int offset, int count) throws RefusedException {
      try {
        return bytes.read(target, offset, count);
      } catch (IOException e) {
        throw new RefusedException(Refusal.BODY_INCOMPLETE, "the body was cut off", e);
      }
    }
  }
}
