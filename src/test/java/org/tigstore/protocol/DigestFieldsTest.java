package org.tigstore.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.Refusal;
import org.tigstore.block.Sha256;

/** Digests that callers announce. */
class DigestFieldsTest {
  private static final byte[] BODY = "a body".getBytes(UTF_8);

  /** Every way to announce a digest: the field, and what surrounds the digest in its value. */
  private enum Way {
    CONTENT_DIGEST("Content-Digest", "SHA-256", "sha-256=:%s:"),
    CONTENT_DIGEST_MD5("Content-Digest", "MD5", "md5=:%s:"),
    REPR_DIGEST("Repr-Digest", "SHA-256", "sha-256=:%s:;p=1"),
    AMONG_OTHERS("Content-Digest", "SHA-256", "sha-512=:AAAA:, sha-256=:%s:;p=1 ,unixsum=1"),
    DIGEST("Digest", "SHA-256", "SHA-256=%s"),
    DIGEST_LOWER("Digest", "SHA-256", "sha-256=%s"),
    DIGEST_MD5("Digest", "MD5", "MD5=%s"),
    DIGEST_AMONG_OTHERS("Digest", "MD5", "UNIXsum=30637, SHA=AAAA , md5=%s"),
    GOOG("X-Goog-Hash", "MD5", "crc32c=AAAAAA==,md5=%s"),
    MD5("Content-MD5", "MD5", "%s"),
    CHECKSUM_MD5("X-Checksum-Md5", "MD5", "%x"),
    CHECKSUM_SHA256("X-Checksum-Sha256", "SHA-256", "%x"),
    CHECKSUM_SHA256_UPPER("X-Checksum-Sha256", "SHA-256", "%X"),
    AMZ_CHECKSUM("X-Amz-Checksum-Sha256", "SHA-256", "%s"),
    AMZ("X-Amz-Content-Sha256", "SHA-256", "%x");

    private final String field;
    private final String algorithm;
    private final String form;

    Way(String field, String algorithm, String form) {
      this.field = field;
      this.algorithm = algorithm;
      this.form = form;
    }

    String announcing(byte[] body) throws GeneralSecurityException {
      return withDigest(MessageDigest.getInstance(algorithm).digest(body));
    }

    String withDigest(byte[] digest) {
      String hex = HexFormat.of().formatHex(digest);
      return form.replace("%s", Base64.getEncoder().encodeToString(digest))
          .replace("%x", hex)
          .replace("%X", hex.toUpperCase(Locale.ROOT));
    }

    /** Values in which the digest is none: of a wrong length, or in a wrong form. */
    List<String> malformed() {
      int bytes = algorithm.equals("MD5") ? 16 : 32;
      List<String> values = new ArrayList<>();
      for (int length : new int[] {0, bytes - 1, bytes + 1, 48 - bytes, 64}) {
        values.add(withDigest(new byte[length]));
      }
      String right = withDigest(new byte[bytes]);
      values.add(right.replace("A=", "A").replace("00", "0"));
      values.add(right.replace("AAA", "A A").replace("000", "0 0"));
      values.add(right.replace("AAA", "%%%").replace("000", "xyz"));
      return values;
    }
  }

  private static List<Way> ways() {
    return List.of(Way.values());
  }

  /** Checks a body that comes with these fields, and behind it with these. */
  private static void check(byte[] body, Map<String, String> fields, Map<String, String> trailers)
      throws IOException {
    DigestFields digests = new DigestFields();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      digests.add(field.getKey(), field.getValue());
    }
    digests.addTrailers(String.join(" ,", trailers.keySet()));
    assertThat(digests.announced()).isTrue();
    digests.watch(new ByteArrayInputStream(body)).readAllBytes();
    for (Map.Entry<String, String> field : trailers.entrySet()) {
      digests.add(field.getKey(), field.getValue());
    }
    digests.check(Sha256.nameOf(body));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void rightDigestIsAccepted(Way way) throws Exception {
    Map<String, String> field = Map.of(way.field, way.announcing(BODY));
    check(BODY, field, Map.of());
    check(BODY, Map.of(way.field.toLowerCase(Locale.ROOT), way.announcing(BODY)), Map.of());
    check(BODY, Map.of(), field);
    check(new byte[0], Map.of(way.field, way.announcing(new byte[0])), Map.of());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void wrongDigestIsRefused(Way way) throws Exception {
    Map<String, String> field = Map.of(way.field, way.announcing("another".getBytes(UTF_8)));
    assertRefused(Refusal.DIGEST_MISMATCH, () -> check(BODY, field, Map.of()));
    assertRefused(Refusal.DIGEST_MISMATCH, () -> check(BODY, Map.of(), field));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void malformedDigestIsRefused(Way way) {
    for (String value : way.malformed()) {
      assertRefused(Refusal.MALFORMED, () -> check(BODY, Map.of(way.field, value), Map.of()));
      assertRefused(Refusal.MALFORMED, () -> check(BODY, Map.of(), Map.of(way.field, value)));
    }
  }

  @Example
  void everyFieldThatIsKnownIsTested() {
    assertThat(ways().stream().map(way -> way.field).distinct())
        .containsExactlyInAnyOrderElementsOf(DigestFields.names());
  }

  @Example
  void oneWrongDigestAmongRightOnesIsRefused() throws Exception {
    for (Way wrong : Way.values()) {
      Map<String, String> fields = new TreeMap<>();
      for (Way right : Way.values()) {
        fields.put(right.field, right.announcing(BODY));
      }
      check(BODY, fields, Map.of());
      fields.put(wrong.field, wrong.announcing("another".getBytes(UTF_8)));
      assertRefused(Refusal.DIGEST_MISMATCH, () -> check(BODY, fields, Map.of()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Digest, 'sha-512=:AAAA:'",
    "Repr-Digest, unixsum=1",
    "Content-Digest, ''",
    "Digest, SHA=AAAA",
    "Digest, 'sha-512=x, crc32c=y'",
    "X-Goog-Hash, crc32c=AAAA",
    "X-Checksum-Sha1, da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "X-Amz-Content-Sha256, UNSIGNED-PAYLOAD",
    "Host, x"
  })
  void otherAlgorithmsAndFieldsAreIgnored(String field, String value) throws IOException {
    DigestFields digests = new DigestFields();

    digests.add(field, value);

    assertThat(digests.announced()).isFalse();
    digests.check(Sha256.nameOf(BODY));
  }

  @Property
  void everyOtherBodyIsRefused(@ForAll byte[] body, @ForAll byte[] other) throws Exception {
    for (Way way : Way.values()) {
      Map<String, String> field = Map.of(way.field, way.announcing(body));
      check(body, field, Map.of());
      if (!Sha256.nameOf(body).equals(Sha256.nameOf(other))) {
        assertRefused(Refusal.DIGEST_MISMATCH, () -> check(other, field, Map.of()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha-256=abc", "sha-256=", "sha-256", "garbage garbage", "=:x:", ":"})
  void whatIsNoDictionaryIsRefused(String value) {
    assertRefused(Refusal.MALFORMED, () -> new DigestFields().add("Content-Digest", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SHA-256", "=x", ",", "SHA-256 AAAA", "SHA-1=x,,"})
  void whatIsNoListIsRefused(String value) {
    assertRefused(Refusal.MALFORMED, () -> new DigestFields().add("Digest", value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
      })
  void signedChunksAreNotDecoded(String value) {
    assertRefused(
        Refusal.UNKNOWN_CODING, () -> new DigestFields().add("x-amz-content-sha256", value));
  }

  @Example
  void anMd5BehindTheBodyMustBeAnnounced() throws Exception {
    DigestFields digests = new DigestFields();
    digests.addTrailers("Expires, X-Other");
    assertThat(digests.announced()).isFalse();
    digests.watch(new ByteArrayInputStream(BODY)).readAllBytes();

    digests.add("Content-MD5", Way.MD5.announcing(BODY));

    assertRefused(Refusal.MALFORMED, () -> digests.check(Sha256.nameOf(BODY)));
  }

  @Example
  void anAnnouncedTrailerMustCome() {
    for (String field : DigestFields.names()) {
      DigestFields digests = new DigestFields();
      digests.addTrailers(field.toLowerCase(Locale.ROOT));

      assertRefused(Refusal.MALFORMED, () -> digests.check(Sha256.nameOf(BODY)));
    }
  }
}
