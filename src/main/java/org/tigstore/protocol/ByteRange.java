package org.tigstore.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A non-empty range of bytes.
 *
 * @param offset the offset of the first byte
 * @param length the number of bytes
 */
public record ByteRange(long offset, long length) {
  private static final Pattern SINGLE =
      Pattern.compile("bytes=[ \\t]*(?<first>\\d*)-(?<last>\\d*)[ \\t]*", Pattern.CASE_INSENSITIVE);

  /**
   * Parses a {@code Range} field (RFC 9110, section 14.2) with one range. Empty for no range,
   * several ranges, or another unit: the response is then the whole.
   *
   * @param total the number of bytes
   * @throws UnsatisfiableRangeException if the range is outside these bytes
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

  /** The number, or {@link Long#MAX_VALUE} for a larger one. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** The {@code Content-Range} of this range (RFC 9110, section 14.4). */
  public String contentRange(long total) {
    return "bytes " + offset + "-" + (offset + length - 1) + "/" + total;
  }
}
