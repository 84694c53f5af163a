package org.tigstore.block;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes on their way into a store.
 *
 * @param bytes where they come from; read once, closed by whoever opened it
 * @param length how many are announced, or {@link #UNKNOWN_LENGTH}
 */
public record Body(InputStream bytes, long length) {
  /** Nobody announced how many bytes there are. */
  public static final long UNKNOWN_LENGTH = -1;

  /**
   * The bytes, held to their announcement and to a limit. Reading throws {@link
   * Refusal#BODY_INCOMPLETE} if they end, or fail, before the announced length or go on after it,
   * and {@link Refusal#TOO_LARGE} beyond the limit.
   *
   * @throws RefusedException {@link Refusal#TOO_LARGE} if more than the limit is announced
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
            "the body has not the " + length + " bytes that were announced");
      }
      return got;
    }

    private int receive(byte[] target, int offset, int count) throws RefusedException {
      try {
        return bytes.read(target, offset, count);
      } catch (IOException e) {
        throw new RefusedException(Refusal.BODY_INCOMPLETE, "the body broke off", e);
      }
    }
  }
}
