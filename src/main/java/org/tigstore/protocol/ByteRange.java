package org.tigstore.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of some bytes, not empty.
 *
 * @param offset of the first byte
 * @param length how many
 */
public record ByteRange(long offset, long length) {
  private static final Pattern SINGLE =
      Pattern.compile("bytes=[ \\t]*(?<first>\\d*)-(?<last>\\d*)[ \\t]*", Pattern.CASE_INSENSITIVE);

  /**
   * The one range that a {@code Range} field (RFC 9110, section 14.2) asks for; empty if it asks
   * for none, for several, or not in bytes: then the whole is the right answer.
   *
   * @param total how many bytes there are
   * @throws UnsatisfiableRangeException if it lies outside of them
   */
  public static Optional<ByteRange> parse(String fieldValue, long total)
      throws UnsatisfiableRangeException {
    Matcher matcher = SINGLE.matcher(fieldValue);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String first = matcher.group("first");
    String last = matcher.group("last");
    if (first.isEmpty()) {
      return last.isEmpty() ? Optional.empty() : Optional.of(suffix(number(last), total));
    }
    long end = last.isEmpty() ? Long.MAX_VALUE : number(last);
    if (end < number(first)) {
      return Optional.empty();
    }
    return Optional.of(between(number(first), end, total));
  }

  private static ByteRange suffix(long count, long total) throws UnsatisfiableRangeException {
    long length = Math.min(count, total);
    if (length == 0) {
      throw unsatisfiable(total);
    }
    return new ByteRange(total - length, length);
  }

  private static ByteRange between(long first, long last, long total)
      throws UnsatisfiableRangeException {
    if (first >= total) {
      throw unsatisfiable(total);
    }
    return new ByteRange(first, Math.min(last, total - 1) - first + 1);
  }

  private static UnsatisfiableRangeException unsatisfiable(long total) {
    return new UnsatisfiableRangeException(total);
  }

  /** The number, or the largest there is in place of a larger one. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** The {@code Content-Range} of this part (RFC 9110, section 14.4). */
  public String contentRange(long total) {
    return "bytes " + offset + "-" + (offset + length - 1) + "/" + total;
  }
}
