package org.tigstore.protocol;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The expected digests of a body, from {@code Content-Digest} and {@code Repr-Digest} (RFC 9530).
 * Only {@code sha-256} is used; other algorithms are ignored.
 *
 * @param expected the SHA-256 of the body, once for each time it was sent
 */
public record DigestFields(List<BlockName> expected) {
  private static final Pattern MEMBER =
      Pattern.compile("\\G[ \\t]*+(?<key>[a-z*][a-z0-9_.*-]*+)=(?<value>[^,]*+)(?:,|$)");
  private static final Pattern BYTES = Pattern.compile(":(?<base64>[A-Za-z0-9+/]{43}=):(?:;.*)?");

  /** Copies the list. */
  public DigestFields {
    expected = List.copyOf(expected);
  }

  /**
   * Parses the values of the two header fields, in any order.
   *
   * @throws RefusedException {@link Refusal#MALFORMED} if a value is not a dictionary of digests
   */
  public static DigestFields parse(List<String> fieldValues) throws RefusedException {
    List<BlockName> expected = new ArrayList<>();
    for (String value : fieldValues) {
      parse(value, expected);
    }
    return new DigestFields(expected);
  }

  private static void parse(String fieldValue, List<BlockName> expected) throws RefusedException {
    Matcher member = MEMBER.matcher(fieldValue);
    int end = 0;
    while (end < fieldValue.length() && member.find()) {
      end = member.end();
      if (member.group("key").equals("sha-256")) {
        expected.add(sha256(member.group("value").strip()));
      }
    }
    if (end < fieldValue.length()) {
      throw malformed();
    }
  }

  private static BlockName sha256(String value) throws RefusedException {
    Matcher bytes = BYTES.matcher(value);
    if (!bytes.matches()) {
      throw malformed();
    }
    return BlockName.ofDigest(Base64.getDecoder().decode(bytes.group("base64")));
  }

  private static RefusedException malformed() {
    return new RefusedException(
        Refusal.MALFORMED, "a digest field is not of the form sha-256=:<base64>:");
  }
}
