package org.tigstore.block;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes to be stored, with their announced length and digests.
 *
 * @param bytes the source; read once, closed by the code that opened it
 * @param length the announced length in bytes, or {@link #UNKNOWN_LENGTH}
 * @param digests the announced digests, to be checked before anything is stored
 */
public record Body(InputStream bytes, long length, Digests digests) {
  /** No length was announced. */
  public static final long UNKNOWN_LENGTH = -1;

  /** The digests that a caller announces of a body. */
  public interface Digests {
    /** No digest. */
    Digests NONE =
        new Digests() {
          @Override
          public boolean announced() {
            return false;
          }

          @Override
          public void check(BlockName contentName) {
            // Nothing was announced.
          }
        };

    /** Whether any are known of, or announced to follow the body, before the body is received. */
    boolean announced();

    /**
     * Returns if the body, which has been received to its end, matches; called once.
     *
     * @param contentName the name under which it would be sealed
     * @throws RefusedException {@link Refusal#DIGEST_MISMATCH} if it does not match; {@link
     *     Refusal#MALFORMED} if what follows the body is invalid
     */
    void check(BlockName contentName) throws RefusedException;
  }

  /** Bytes without an announced digest. */
  public Body(InputStream bytes, long length) {
    this(bytes, length, Digests.NONE);
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
