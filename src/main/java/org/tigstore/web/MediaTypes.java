package org.tigstore.web;

import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** The media types that callers ask for. */
final class MediaTypes {
  private static final int LONGEST = 255;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String QUOTED =
      "\"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\t \\x21-\\x7e])*\"";

  private static final String PARAMETER =
      "[ \\t]*;[ \\t]*" + TOKEN + "=(?:" + TOKEN + "|" + QUOTED + ")";

  /** What stands for any type or subtype in a range of types. */
  private static final String ANY = "\\*(?:[/; \\t]|$)";

  /** RFC 9110, section 8.3.1. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "(?!" + ANY + ")" + TOKEN + "/(?!" + ANY + ")" + TOKEN + "(?:" + PARAMETER + ")*");

  private MediaTypes() {}

  /**
   * The type in which a caller wants a block, or that of plain bytes.
   *
   * @throws RefusedException {@link Refusal#MALFORMED} if it is no media type
   */
  static String of(Query query) throws RefusedException {
    // Types such as image/svg+xml are written into addresses as they are.
    Optional<String> type = query.valueWithPlus(Query.CONTENT_TYPE);
    if (type.isPresent() && !isMediaType(type.get())) {
      throw new RefusedException(Refusal.MALFORMED, "Content-Type is not a media type");
    }
    return type.orElse(MediaType.APPLICATION_OCTET_STREAM);
  }

  /**
   * Whether this value of {@code Accept} names one of these types itself, and does not refuse it.
   */
  static boolean isNamed(String accept, Set<String> types) {
    return Arrays.stream(accept.split(",", -1)).anyMatch(range -> isOneOf(range, types));
  }

  private static boolean isOneOf(String range, Set<String> types) {
    String[] parts = range.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
    return types.contains(parts[0])
        && Arrays.stream(parts).noneMatch(part -> part.matches("q=0(\\.0*)?"));
  }

  private static boolean isMediaType(String text) {
    return text.length() <= LONGEST && MEDIA_TYPE.matcher(text).matches();
  }
}
