package org.tigstore.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.SplittableRandom;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/** A stream of bytes that are the same for the same seed, for bodies too large to keep. */
final class SeededBytes extends InputStream {
  private final SplittableRandom random;
  private int left;

  SeededBytes(long seed, int length) {
    this.random = new SplittableRandom(seed);
    this.left = length;
  }

  /** The name under which the bytes of a stream are sealed. */
  static BlockName nameOf(InputStream bytes) {
    MessageDigest digest = Sha256.start();
    try (InputStream digesting = new DigestInputStream(bytes, digest)) {
      digesting.transferTo(OutputStream.nullOutputStream());
      return BlockName.ofDigest(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read() {
    if (left == 0) {
      return -1;
    }
    left--;
    return random.nextInt() & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (left == 0) {
      return -1;
    }
    // The bytes must not depend on how many are asked for at a time.
    int count = Math.min(length, left);
    for (int index = 0; index < count; index++) {
      target[offset + index] = (byte) random.nextInt();
    }
    left -= count;
    return count;
  }
}
