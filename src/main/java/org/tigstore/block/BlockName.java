package org.tigstore.block;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A block's name: a SHA-256 in 64 lowercase hexadecimal digits, followed by {@code .tig}. The only
 * thing that ever becomes a file name. Immutable; ordered by no rule.
 */
public final class BlockName {
  /** How many characters every name has. */
  public static final int LENGTH = 68;

  private static final int DIGEST_BYTES = 32;
  private static final int DIGITS = 2 * DIGEST_BYTES;
  private static final int WORD_DIGITS = 2 * Long.BYTES;
  private static final String SUFFIX = ".tig";

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

  /** The name that this text is, exactly; empty for any other text. */
  public static Optional<BlockName> parse(String text) {
    if (text.length() != LENGTH || !text.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    return parseDigits(text.substring(0, DIGITS));
  }

  /** The name with these 64 lowercase hexadecimal digits; empty for any other text. */
  public static Optional<BlockName> parseDigits(String digits) {
    if (digits.length() != DIGITS || !areLowercaseDigits(digits)) {
      return Optional.empty();
    }
    return Optional.of(
        new BlockName(word(digits, 0), word(digits, 1), word(digits, 2), word(digits, 3)));
  }

  private static boolean areLowercaseDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isLowercaseDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static long word(String digits, int index) {
    return HexFormat.fromHexDigitsToLong(digits, index * WORD_DIGITS, (index + 1) * WORD_DIGITS);
  }

  /**
   * The name that is the last segment of a path or an address, or the whole of a text without a
   * slash; empty where that segment is no name.
   */
  public static Optional<BlockName> parseLastSegment(String address) {
    return parse(address.substring(address.lastIndexOf('/') + 1));
  }

  private static boolean isLowercaseDigit(int character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
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
    return other instanceof BlockName name
        && first == name.first
        && second == name.second
        && third == name.third
        && fourth == name.fourth;
  }

  @Override
  public int hashCode() {
    // Names are digests: any word is as evenly spread as a hash of them all.
    return Long.hashCode(first);
  }

  /** The name as text, 68 characters. */
  @Override
  public String toString() {
    return digits() + SUFFIX;
  }
}
