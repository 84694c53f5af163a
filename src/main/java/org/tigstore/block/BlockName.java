package org.tigstore.block;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A block's name: a SHA-256 in 64 lowercase hexadecimal digits, followed by {@code .tig}. The only
 * type from which file names are made. Immutable; has no ordering.
 */
public final class BlockName {
  /** The length of every name in characters. */
  public static final int LENGTH = 68;

  private static final int DIGEST_BYTES = 32;
  private static final int DIGITS = 2 * DIGEST_BYTES;
  private static final int WORD_DIGITS = 2 * Long.BYTES;
  private static final String SUFFIX = ".tig";

  /**
   * A random key, because clients choose names of slots and must not be able to choose colliding
   * ones.
   */
  private static final long HASH_KEY = new SecureRandom().nextLong();

  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  /** The name with these 32 bytes of digest, given as four big-endian words. */
  public BlockName(long first, long second, long third, long fourth) {
    this.first = first;
    this.second = second;
    this.third = third;
    this.fourth = fourth;
  }

  /**
   * The name under which bytes with this SHA-256 are sealed.
   *
   * @throws IllegalArgumentException if the digest is not 32 bytes long
   */
  public static BlockName ofDigest(byte[] sha256) {
    if (sha256.length != DIGEST_BYTES) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + sha256.length);
    }
    ByteBuffer words = ByteBuffer.wrap(sha256);
    return new BlockName(words.getLong(), words.getLong(), words.getLong(), words.getLong());
  }

  /** The name that ends this SHA-256 computation; resets it. */
  public static BlockName ofDigest(MessageDigest sha256) {
    return ofDigest(sha256.digest());
  }

  /** Parses exactly a name; empty for any other text. */
  public static Optional<BlockName> parse(String text) {
    return parse(text, 0);
  }

  /**
   * Parses the last segment of a path or an address, or the whole of a text without a slash; empty
   * if this is not a name.
   */
  public static Optional<BlockName> parseLastSegment(String address) {
    return parse(address, address.lastIndexOf('/') + 1);
  }

  private static Optional<BlockName> parse(String text, int start) {
    return text.length() - start == LENGTH && text.endsWith(SUFFIX)
        ? parseDigits(text, start)
        : Optional.empty();
  }

  /** The name with these 64 lowercase hexadecimal digits; empty for any other text. */
  public static Optional<BlockName> parseDigits(String digits) {
    return digits.length() == DIGITS ? parseDigits(digits, 0) : Optional.empty();
  }

  private static Optional<BlockName> parseDigits(String text, int start) {
    long[] words = new long[DIGEST_BYTES / Long.BYTES];
    for (int i = 0; i < DIGITS; i++) {
      int digit = lowercaseDigit(text.charAt(start + i));
      if (digit < 0) {
        return Optional.empty();
      }
      words[i / WORD_DIGITS] = words[i / WORD_DIGITS] << 4 | digit;
    }
    return Optional.of(new BlockName(words[0], words[1], words[2], words[3]));
  }

  /** The value of a digit; negative if the character is not one. */
  private static int lowercaseDigit(char character) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
  }

  /** The SHA-256 as 64 lowercase hexadecimal digits. */
  public String digits() {
    return HexFormat.of().formatHex(digest());
  }

  /** The SHA-256 as 32 bytes, a copy. */
  public byte[] digest() {
    ByteBuffer words = ByteBuffer.allocate(DIGEST_BYTES);
    words.putLong(first).putLong(second).putLong(third).putLong(fourth);
    return words.array();
  }

  /** One of the four big-endian words of the digest, 0 to 3. */
  public long word(int index) {
    return switch (index) {
      case 0 -> first;
      case 1 -> second;
      case 2 -> third;
      case 3 -> fourth;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof BlockName name && hasWordsOf(name));
  }

  private boolean hasWordsOf(BlockName name) {
    return first == name.first
        && second == name.second
        && third == name.third
        && fourth == name.fourth;
  }

  @Override
  public int hashCode() {
    return (int) mixed(mixed(mixed(mixed(HASH_KEY ^ first) ^ second) ^ third) ^ fourth);
  }

  /** The finalizer of SplitMix64. */
  private static long mixed(long word) {
    long first = (word ^ (word >>> 30)) * 0xbf58476d1ce4e5b9L;
    long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
    return second ^ (second >>> 31);
  }

  /** The name as text, 68 characters. */
  @Override
  public String toString() {
    return digits() + SUFFIX;
  }
}
