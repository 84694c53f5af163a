package org.tigstore.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/**
 * Cuts bytes into chunks where their content says so: an insertion moves no cuts but those near it,
 * and equal content is cut alike wherever it stands. Xia et al., "FastCDC: a Fast and Efficient
 * Content-Defined Chunking Approach for Data Deduplication", USENIX ATC 2016, section 3 and
 * algorithm 1: a gear hash, judged by its top bits, skipping to the minimum, and normalised
 * chunking of level 2. For one thread.
 *
 * <p>Same bytes are cut alike in all versions of tig, as long as nobody changes a constant here.
 */
final class FastCdc {
  /** No chunk is shorter, in bytes, but the last. */
  static final int MINIMUM = 512 * 1024;

  /** No chunk is longer, in bytes. */
  static final int MAXIMUM = 4 * 1024 * 1024;

  /**
   * The size, in bytes, before which cuts are rarer than one in it, and behind which more frequent.
   */
  private static final int NORMAL = 1024 * 1024;

  private static final int NORMAL_BITS = 20;
  private static final int LEVEL = 2;

  /** A hash is a cut if shifting it so far leaves nothing. */
  private static final int SHIFT_BEFORE_NORMAL = Long.SIZE - (NORMAL_BITS + LEVEL);

  private static final int SHIFT_BEHIND_NORMAL = Long.SIZE - (NORMAL_BITS - LEVEL);

  private static final long[] GEAR = gear();

  /** The longest chunk of zeros, which a hole has many of. */
  private static final class Hole {
    static final byte[] CHUNK = new byte[MAXIMUM];
    static final BlockName NAME = Sha256.nameOf(CHUNK);
  }

  private final byte[] buffer = new byte[2 * MAXIMUM];
  private InputStream bytes = InputStream.nullInputStream();
  private boolean ended;

  /** The bytes from here to the limit are not cut yet. */
  private int position;

  private int limit;

  /** The first 256 numbers of SplitMix64 from the seed 0. */
  private static long[] gear() {
    long[] gear = new long[256];
    long state = 0;
    for (int i = 0; i < gear.length; i++) {
      state += 0x9e3779b97f4a7c15L;
      long first = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
      long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
      gear[i] = second ^ (second >>> 31);
    }
    return gear;
  }

  /** Begins with other bytes, which the caller closes. */
  void cut(InputStream other) {
    bytes = other;
    ended = false;
    position = 0;
    limit = 0;
  }

  /** The next chunk, which is not to be changed; empty at the end. */
  byte[] next() throws IOException {
    if (!ended && limit - position < MAXIMUM) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
      limit += bytes.readNBytes(buffer, limit, buffer.length - limit);
      ended = limit < buffer.length;
    }
    int start = position;
    if (limit - start >= MAXIMUM && isZero(buffer, start)) {
      // No hash of zeros is a cut.
      position += MAXIMUM;
      return Hole.CHUNK;
    }
    position += length(buffer, start, limit - start);
    return Arrays.copyOfRange(buffer, start, position);
  }

  /** The name of a chunk, which takes no time if it is one of a hole. */
  static BlockName nameOf(byte[] chunk) {
    return chunk.length == MAXIMUM && chunk == Hole.CHUNK ? Hole.NAME : Sha256.nameOf(chunk);
  }

  /** How many of these bytes the next chunk has; they are all there are, or at least a maximum. */
  private static int length(byte[] bytes, int start, int available) {
    if (available <= MINIMUM) {
      return available;
    }
    int most = Math.min(available, MAXIMUM);
    int normal = start + Math.min(most, NORMAL);
    int end = start + most;
    int next = start + MINIMUM;
    long hash = 0;
    while (next < normal) {
      hash = (hash << 1) + GEAR[bytes[next++] & 0xff];
      if (hash >>> SHIFT_BEFORE_NORMAL == 0) {
        return next - start;
      }
    }
    while (next < end) {
      hash = (hash << 1) + GEAR[bytes[next++] & 0xff];
      if (hash >>> SHIFT_BEHIND_NORMAL == 0) {
        return next - start;
      }
    }
    return most;
  }

  /** Whether so many bytes as the longest chunk has are zero. */
  private static boolean isZero(byte[] bytes, int start) {
    int end = start + MAXIMUM;
    return bytes[start] == 0 && Arrays.mismatch(bytes, start, end - 1, bytes, start + 1, end) < 0;
  }
}
