package org.tigstore.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** How fast one thread hashes with what Java brings. */
final class Sha256Rate {
  private static final int CHUNK_BYTES = 64 * 1024;

  private Sha256Rate() {}

  /** The median over the rounds, after one that is not counted, in megabytes a second. */
  static double megabytesPerSecond(Pace pace) {
    turn(pace.seconds());
    double[] rates = new double[pace.rounds()];
    Arrays.setAll(rates, round -> turn(pace.seconds()));
    Arrays.sort(rates);
    return rates[rates.length / 2];
  }

  private static double turn(int seconds) {
    MessageDigest sha256 = sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    long begin = System.nanoTime();
    long end = begin + seconds * 1_000_000_000L;
    long bytes = 0;
    while (System.nanoTime() < end) {
      sha256.update(chunk);
      bytes += CHUNK_BYTES;
    }
    sha256.digest();
    return bytes * 1e3 / (System.nanoTime() - begin);
  }

  /** A SHA-256 computation. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
