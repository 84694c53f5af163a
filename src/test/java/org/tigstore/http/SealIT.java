package org.tigstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.Sha256;

/** Sealing: {@code PUT /} and {@code POST /}. */
class SealIT extends HttpTest {
  private static final String EMPTY =
      "/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.tig";

  @VariesByServer
  @Test
  void answersWithThePathOfTheDigest() {
    tig()
        .body("123\n")
        .put("/")
        .then()
        .statusCode(200)
        .contentType("text/plain")
        .body(equalTo("/181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b.tig"));
  }

  @Test
  void answersAreNeverKeptOrGuessedAt() {
    tig()
        .body(unique())
        .put("/")
        .then()
        .header("Cache-Control", equalTo("no-store"))
        .header("X-Content-Type-Options", equalTo("nosniff"));
  }

  @VariesByServer
  @Test
  void postSealsLikePut() {
    String text = unique();
    tig().body(text).post("/").then().statusCode(200).body(equalTo("/" + nameOf(text)));
    assertThat(read("/" + nameOf(text))).isEqualTo(text);
  }

  @VariesByServer
  @Test
  void emptyBodyIsABlockToo() {
    assertThat(sealed("")).isEqualTo(EMPTY);
    assertThat(readBytes(EMPTY)).isEmpty();
  }

  @VariesByServer
  @ParameterizedTest
  @ValueSource(ints = {1, 65_535, 65_536, 65_537, 131_072, 3_000_001})
  void everyByteOfEverySizeSurvives(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    String path = sealed(bytes);
    assertThat(path).isEqualTo("/" + Sha256.nameOf(bytes));
    assertThat(readBytes(path)).isEqualTo(bytes);
  }

  @VariesByServer
  @Test
  void encodedBodyIsNotStoredWithoutItsEncoding() {
    String text = unique();
    tig()
        .header("Content-Encoding", "gzip")
        .body(text.getBytes(UTF_8))
        .put("/")
        .then()
        .statusCode(415)
        .header("Accept-Encoding", equalTo("identity"))
        .body(emptyString());
    assertIsMissing(text);
  }

  @Test
  void sealingAgainAnswersTheSamePath() {
    String text = unique();
    String path = sealed(text);
    assertThat(sealed(text)).isEqualTo(path);
    assertThat(read(path)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?append=1", "?setifnot=1"})
  void sealedBlockRefusesEveryWrite(String query) {
    String text = unique();
    String path = sealed(text);
    tig().body("other").put(path + query).then().statusCode(409).body(emptyString());
    tig().body("other").post(path + query).then().statusCode(409).body(emptyString());
    assertThat(read(path)).isEqualTo(text);
  }

  @Test
  void sealedBlockRefusesDeletion() {
    String text = unique();
    String path = sealed(text);
    tig().delete(path).then().statusCode(409).body(emptyString());
    assertThat(read(path)).isEqualTo(text);
  }

  @Test
  void squattingSlotYieldsToTheBlockOfItsName() {
    String text = unique();
    String path = "/" + nameOf(text);
    tig().body("squatter").put(path).then().statusCode(200);
    assertThat(read(path)).isEqualTo("squatter");
    assertThat(sealed(text)).isEqualTo(path);
    assertThat(read(path)).isEqualTo(text);
    tig().body("squatter").put(path).then().statusCode(409);
  }

  @Test
  void slotWrittenWithTheTextOfItsNameIsSealed() {
    String text = unique();
    String path = "/" + nameOf(text);
    tig().body(text).put(path).then().statusCode(200).body(equalTo(path));
    tig().body("other").put(path).then().statusCode(409);
    tig().delete(path).then().statusCode(409);
    assertThat(read(path)).isEqualTo(text);
  }

  @Test
  void slotAppendedToTheTextOfItsNameIsSealed() {
    String text = unique();
    String path = "/" + nameOf(text + "end");
    tig().body(text).put(path).then().statusCode(200);
    tig().body("end").put(path + "?append=1").then().statusCode(200);
    tig().body("more").put(path + "?append=1").then().statusCode(409);
    assertThat(read(path)).isEqualTo(text + "end");
  }

  @VariesByServer
  @ParameterizedTest
  @ValueSource(strings = {"Content-Digest", "Repr-Digest"})
  void bodyThatMatchesItsDigestIsSealed(String field) {
    String text = unique();
    tig()
        .header(field, digestOf(text))
        .body(text)
        .put("/")
        .then()
        .statusCode(200)
        .body(equalTo("/" + nameOf(text)));
  }

  private void assertIsMissing(String text) {
    tig().get("/" + nameOf(text)).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Digest", "Repr-Digest"})
  void bodyThatBelongsToAnotherDigestIsNotStored(String field) {
    String text = unique();
    tig()
        .header(field, digestOf("other"))
        .body(text)
        .put("/")
        .then()
        .statusCode(400)
        .body(emptyString());
    assertIsMissing(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha-256=abc", "sha-256=:abc:", "sha-256", "=:::"})
  void digestThatIsNoneIsRefused(String digest) {
    String text = unique();
    tig().header("Content-Digest", digest).body(text).put("/").then().statusCode(400);
    assertIsMissing(text);
  }

  @Test
  void oneWrongDigestAmongRightOnesIsRefused() {
    String text = unique();
    tig()
        .header("Content-Digest", digestOf(text))
        .header("Repr-Digest", digestOf("other"))
        .body(text)
        .put("/")
        .then()
        .statusCode(400);
    assertIsMissing(text);
  }
}
