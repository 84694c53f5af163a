package org.tigstore.protocol;

import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Body;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The digests that header and trailer fields announce of a body: {@code Content-Digest} and {@code
 * Repr-Digest} (RFC 9530), {@code Digest} (RFC 3230), {@code Content-MD5} (RFC 1864), and what
 * clients of other stores send. SHA-256 and MD5 are checked, other algorithms are ignored. For one
 * thread.
 */
public final class DigestFields implements Body.Digests {
  private static final Pattern MEMBER =
      Pattern.compile("\\G[ \\t]*+(?<key>[a-z*][a-z0-9_.*-]*+)=(?<value>[^,]*+)(?:,|$)");
  private static final Pattern BYTES = Pattern.compile(":(?<base64>[^:]*):(?:;.*)?");

  private static final Map<String, Parser> FIELDS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    FIELDS.put("Content-Digest", DigestFields::addDictionary);
    FIELDS.put("Repr-Digest", DigestFields::addDictionary);
    FIELDS.put("Digest", DigestFields::addList);
    FIELDS.put("X-Goog-Hash", DigestFields::addList);
    FIELDS.put("Content-MD5", (digests, value) -> digests.add(Algorithm.MD5.ofBase64(value)));
    FIELDS.put("X-Checksum-Md5", (digests, value) -> digests.add(Algorithm.MD5.ofHex(value)));
    FIELDS.put("X-Checksum-Sha256", (digests, value) -> digests.add(Algorithm.SHA256.ofHex(value)));
    FIELDS.put(
        "X-Amz-Checksum-Sha256", (digests, value) -> digests.add(Algorithm.SHA256.ofBase64(value)));
    FIELDS.put("X-Amz-Content-Sha256", DigestFields::addPayload);
  }

  private final List<Expected> expected = new ArrayList<>();
  private @Nullable MessageDigest md5;
  private final Set<String> awaited = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /** Adds the digests in a value of one field. */
  @FunctionalInterface
  private interface Parser {
    void addTo(DigestFields digests, String value) throws RefusedException;
  }

  private record Expected(Algorithm algorithm, String hex) {}

  private enum Algorithm {
    SHA256("SHA-256", 32),
    MD5("MD5", 16);

    private final String label;
    private final int bytes;

    Algorithm(String label, int bytes) {
      this.label = label;
      this.bytes = bytes;
    }

    static Optional<Algorithm> of(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "sha-256" -> Optional.of(SHA256);
        case "md5" -> Optional.of(MD5);
        default -> Optional.empty();
      };
    }

    Expected ofBase64(String text) throws RefusedException {
      try {
        // The decoder does without padding, and so would take a part for the whole.
        byte[] digest = text.length() % 4 == 0 ? Base64.getDecoder().decode(text) : new byte[0];
        return ofHex(HexFormat.of().formatHex(digest));
      } catch (IllegalArgumentException e) {
        throw malformed(e);
      }
    }

    Expected ofHex(String text) throws RefusedException {
      try {
        byte[] digest = HexFormat.of().parseHex(text);
        if (digest.length == bytes) {
          return new Expected(this, HexFormat.of().formatHex(digest));
        }
      } catch (IllegalArgumentException e) {
        throw malformed(e);
      }
      throw malformed(null);
    }

    private RefusedException malformed(@Nullable Throwable cause) {
      String reason = "a digest field has no valid " + label + " where one must be";
      return new RefusedException(Refusal.MALFORMED, reason, cause);
    }
  }

  /** The names of all fields that {@link #add} knows. */
  public static List<String> names() {
    return List.copyOf(FIELDS.keySet());
  }

  /**
   * Adds the digests in a value of this field; ignores fields that are not for digests.
   *
   * @throws RefusedException {@link Refusal#MALFORMED} if the value is invalid; {@link
   *     Refusal#UNKNOWN_CODING} if it says that the body is signed chunk by chunk
   */
  public void add(String field, String value) throws RefusedException {
    Parser parser = FIELDS.get(field);
    if (parser != null) {
      awaited.remove(field);
      parser.addTo(this, value.strip());
    }
  }

  /** Takes note of {@code Trailer} (RFC 9110, section 6.6.2): digests may follow the body. */
  public void addTrailers(String names) {
    for (String name : names.split(",", -1)) {
      if (FIELDS.containsKey(name.strip())) {
        awaited.add(name.strip());
      }
    }
  }

  /** The body, for {@link #check} to be called at its end. */
  public InputStream watch(InputStream body) {
    boolean hasMd5 = expected.stream().anyMatch(one -> one.algorithm() == Algorithm.MD5);
    if (!hasMd5 && awaited.isEmpty()) {
      return body;
    }
    try {
      md5 = MessageDigest.getInstance("MD5");
      return new DigestInputStream(body, md5);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform has no MD5", e);
    }
  }

  private void add(Expected digest) {
    expected.add(digest);
  }

  private void addDictionary(String value) throws RefusedException {
    Matcher member = MEMBER.matcher(value);
    int end = 0;
    while (end < value.length() && member.find()) {
      end = member.end();
      Optional<Algorithm> algorithm = Algorithm.of(member.group("key"));
      if (algorithm.isPresent()) {
        Matcher bytes = BYTES.matcher(member.group("value").strip());
        add(algorithm.get().ofBase64(bytes.matches() ? bytes.group("base64") : ""));
      }
    }
    if (end < value.length()) {
      throw new RefusedException(
          Refusal.MALFORMED, "a digest field is not of the form sha-256=:<base64>:");
    }
  }

  private void addList(String value) throws RefusedException {
    for (String digest : value.split(",", -1)) {
      int equals = digest.indexOf('=');
      if (equals < 1) {
        throw new RefusedException(
            Refusal.MALFORMED, "a digest field is not of the form SHA-256=<base64>");
      }
      Optional<Algorithm> algorithm = Algorithm.of(digest.substring(0, equals).strip());
      if (algorithm.isPresent()) {
        add(algorithm.get().ofBase64(digest.substring(equals + 1).strip()));
      }
    }
  }

  private void addPayload(String value) throws RefusedException {
    if (value.startsWith("STREAMING-")) {
      throw new RefusedException(Refusal.UNKNOWN_CODING, "aws-chunked bodies are not decoded");
    }
    if (!value.equals("UNSIGNED-PAYLOAD")) {
      add(Algorithm.SHA256.ofHex(value));
    }
  }

  @Override
  public boolean announced() {
    return !awaited.isEmpty() || !expected.isEmpty();
  }

  /**
   * Returns if the body matches; it was read through {@link #watch}.
   *
   * @throws RefusedException {@link Refusal#DIGEST_MISMATCH} if it does not match; {@link
   *     Refusal#MALFORMED} if a digest was announced in {@code Trailer} and did not come, or an MD5
   *     came behind the body and was not announced there
   */
  @Override
  public void check(BlockName contentName) throws RefusedException {
    if (!awaited.isEmpty()) {
      throw new RefusedException(
          Refusal.MALFORMED,
          "the body is not followed by " + String.join(", ", awaited) + " as Trailer announces");
    }
    String md5OfBody = md5 == null ? "" : HexFormat.of().formatHex(md5.digest());
    for (Expected one : expected) {
      boolean isMd5 = one.algorithm() == Algorithm.MD5;
      if (isMd5 && md5OfBody.isEmpty()) {
        throw new RefusedException(
            Refusal.MALFORMED, "an MD5 behind the body must be announced in Trailer");
      }
      String actual = isMd5 ? md5OfBody : contentName.digits();
      if (!one.hex().equals(actual)) {
        throw new RefusedException(
            Refusal.DIGEST_MISMATCH, "the body's " + one.algorithm().label + " is " + actual);
      }
    }
  }
}
