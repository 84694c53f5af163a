package org.tigstore.protocol;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The value of {@code If-Match} or {@code If-None-Match} (RFC 9110, section 13.1): {@code *} or a
 * list of entity tags. Tags that are not a SHA-256 match nothing.
 *
 * @param any whether the value is {@code *}
 * @param strong the contents that strong tags name
 * @param weak the contents that weak tags name
 */
public record EntityTags(boolean any, Set<BlockName> strong, Set<BlockName> weak) {
  private static final Pattern ELEMENT =
      Pattern.compile(
          "\\G[ \\t]*+(?:(?<weak>W/)?+\"(?<opaque>[^\"\\x00-\\x20\\x7f]*+)\"[ \\t]*+)?+(?:,|$)");

  /** Copies the sets. */
  public EntityTags {
    strong = Set.copyOf(strong);
    weak = Set.copyOf(weak);
  }

  /**
   * Parses a header field's value.
   *
   * @throws RefusedException {@link Refusal#MALFORMED} if it is not a list of entity tags
   */
  public static EntityTags parse(String fieldValue) throws RefusedException {
    if (fieldValue.strip().equals("*")) {
      return new EntityTags(true, Set.of(), Set.of());
    }
    Set<BlockName> strong = new HashSet<>();
    Set<BlockName> weak = new HashSet<>();
    boolean some = false;
    int end = 0;
    Matcher element = ELEMENT.matcher(fieldValue);
    while (end < fieldValue.length() && element.find()) {
      end = element.end();
      // Elements of a list may be empty (RFC 9110, section 5.6.1).
      if (element.group("opaque") != null) {
        some = true;
        Set<BlockName> tags = element.group("weak") == null ? strong : weak;
        BlockName.parseDigits(element.group("opaque")).ifPresent(tags::add);
      }
    }
    if (!some || end < fieldValue.length()) {
      throw new RefusedException(
          Refusal.MALFORMED, "entity tags must be * or a list of quoted tags");
    }
    return new EntityTags(false, strong, weak);
  }

  /** Whether a tag matches by strong comparison (RFC 9110, section 8.8.3.2). */
  public boolean matchStrongly(Optional<BlockName> tag) {
    return any || tag.filter(strong::contains).isPresent();
  }

  /** Whether a tag matches by weak comparison (RFC 9110, section 8.8.3.2). */
  public boolean matchWeakly(Optional<BlockName> tag) {
    return matchStrongly(tag) || tag.filter(weak::contains).isPresent();
  }
}
