package org.tigstore.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The API keys in a request, by their place.
 *
 * @param query in the query
 * @param field in the field {@link #FIELD}
 * @param authorization in {@code Authorization}
 */
public record Keys(Optional<Secret> query, Optional<Secret> field, Optional<Secret> authorization) {
  /** The query parameter of the key. */
  public static final String QUERY = "apikey";

  /** The header field of the key. */
  public static final String FIELD = "X-API-Key";

  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  /** A user, which may be anybody, and a password; neither has control characters. */
  private static final Pattern CREDENTIALS =
      Pattern.compile("[^:\\x00-\\x1f\\x7f]*:(?<password>[^\\x00-\\x1f\\x7f]*)");

  /** No key. */
  public static final Keys NONE = new Keys(Optional.empty(), Optional.empty(), Optional.empty());

  /** This key as a node sends it: in a header field, never in an address. */
  public static Keys ofNode(Optional<Secret> key) {
    return new Keys(Optional.empty(), Optional.empty(), key);
  }

  /** The token in this value of {@code Authorization} (RFC 6750); empty for other schemes. */
  public static Optional<Secret> bearer(String authorization) {
    return credentials(authorization, BEARER).map(Secret::new);
  }

  /**
   * The password in this value of {@code Authorization} (RFC 7617), its characters being bytes, as
   * clients differ in their encoding; empty for other schemes and for invalid credentials.
   */
  public static Optional<Secret> password(String authorization) {
    return credentials(authorization, BASIC)
        .flatMap(Keys::decoded)
        .map(CREDENTIALS::matcher)
        .filter(Matcher::matches)
        .map(parts -> new Secret(parts.group("password")));
  }

  private static Optional<String> credentials(String authorization, String scheme) {
    return authorization.regionMatches(true, 0, scheme, 0, scheme.length())
        ? Optional.of(authorization.substring(scheme.length()).strip())
        : Optional.empty();
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** All keys. */
  public List<Secret> all() {
    return Stream.of(query, field, authorization).flatMap(Optional::stream).toList();
  }
}
