package org.tigstore.web;

import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** The media type in which a caller wants a block. */
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
   * The type asked for, or that of plain bytes.
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

  private static boolean isMediaType(String text) {
    return text.length() <= LONGEST && MEDIA_TYPE.matcher(text).matches();
  }
}
