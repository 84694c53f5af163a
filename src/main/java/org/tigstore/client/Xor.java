package org.tigstore.client;

/** Exclusive or of bytes. */
final class Xor {
  private Xor() {}

  /**
   * Combines the bytes at the same places into the first array. Again, and the first is as it was.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  static void combine(byte[] into, byte[] other) {
    if (into.length != other.length) {
      throw new IllegalArgumentException("parts of different lengths");
    }
    for (int i = 0; i < into.length; i++) {
      into[i] ^= other[i];
    }
  }
}
