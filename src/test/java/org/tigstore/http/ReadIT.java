package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading: {@code GET} and {@code HEAD} of a block. */
class ReadIT extends HttpTest {
  private static final Duration RETENTION = Duration.ofMinutes(10);

  private String text = "";
  private String path = "";

  @BeforeEach
  void seal() {
    text = "0123456789" + unique();
    path = sealed(text);
  }

  @VariesByServer
  @Test
  void sealedBlockComesWithAllThatIsToBeSaidOfIt() {
    tig()
        .get(path)
        .then()
        .statusCode(200)
        .header("Content-Type", equalTo("application/octet-stream"))
        .header("Content-Length", equalTo(Integer.toString(text.length())))
        .header("ETag", equalTo(tagOf(text)))
        .header("Accept-Ranges", equalTo("bytes"))
        .header("Cache-Control", equalTo("no-cache"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Content-Security-Policy", equalTo("sandbox allow-scripts"))
        .body(equalTo(text));
  }

  @Test
  void slotIsNeverKept() {
    tig()
        .get(slot("value"))
        .then()
        .statusCode(200)
        .header("ETag", equalTo(tagOf("value")))
        .header("Accept-Ranges", equalTo("bytes"))
        .header("Cache-Control", equalTo("no-store"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Content-Security-Policy", equalTo("sandbox allow-scripts"));
  }

  @VariesByServer
  @ParameterizedTest
  @ValueSource(strings = {"*/*", "image/png", "text/html;q=0.5", "application/problem+json"})
  void whatTheCallerAcceptsDoesNotChangeABlock(String accept) {
    tig()
        .accept(accept)
        .get(path)
        .then()
        .statusCode(200)
        .header("Content-Type", equalTo("application/octet-stream"))
        .body(equalTo(text));
  }

  @Test
  void missingBlockIsNotFound() {
    tig().get(freshSlot()).then().statusCode(404).body(emptyString());
    tig().head(freshSlot()).then().statusCode(404);
  }

  @Test
  void expiryIsOneRetentionAfterTheTouch() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String slot = slot("value");
    for (String method : new String[] {"HEAD", "GET"}) {
      Instant expiry = expiry(tig().request(method, slot));
      assertThat(expiry).isBetween(before.plus(RETENTION), Instant.now().plus(RETENTION));
    }
  }

  @VariesByServer
  @Test
  void headTellsWhatGetWouldGive() {
    tig()
        .head(path)
        .then()
        .statusCode(200)
        .header("Content-Type", equalTo("application/octet-stream"))
        .header("Content-Length", equalTo(Integer.toString(text.length())))
        .header("ETag", equalTo(tagOf(text)))
        .header("Accept-Ranges", equalTo("bytes"))
        .header("Cache-Control", equalTo("no-cache"))
        .header("Content-Security-Policy", equalTo("sandbox allow-scripts"))
        .body(emptyString());
  }

  @VariesByServer
  @Test
  void callerThatHasTheBlockIsToldSo() {
    tig()
        .header("If-None-Match", "\"other\", W/" + tagOf(text))
        .get(path)
        .then()
        .statusCode(304)
        .header("ETag", equalTo(tagOf(text)))
        .header("Cache-Control", equalTo("no-cache"))
        .body(emptyString());
  }

  @VariesByServer
  @Test
  void callerThatHasTheBlockIsToldSoByHead() {
    tig().header("If-None-Match", tagOf(text)).head(path).then().statusCode(304);
  }

  @Test
  void callerThatHasAnotherValueGetsTheCurrentOne() {
    tig()
        .header("If-None-Match", tagOf("old"))
        .get(slot("new"))
        .then()
        .statusCode(200)
        .body(equalTo("new"));
  }

  @VariesByServer
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-9, 0, 10",
    "bytes=5-, 5, 46",
    "bytes=-6, 40, 46",
    "bytes=-9999, 0, 46",
    "bytes=40-9999, 40, 46"
  })
  void rangeGivesThatPart(String range, int from, int to) {
    tig()
        .header("Range", range)
        .get(path)
        .then()
        .statusCode(206)
        .header("Content-Range", equalTo("bytes " + from + "-" + (to - 1) + "/46"))
        .header("Content-Length", equalTo(Integer.toString(to - from)))
        .header("ETag", equalTo(tagOf(text)))
        .header("Content-Security-Policy", equalTo("sandbox allow-scripts"))
        .body(equalTo(text.substring(from, to)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=46-", "bytes=46-50", "bytes=99999999999999999999-", "bytes=-0"})
  void rangeOutsideIsUnsatisfiable(String range) {
    tig()
        .header("Range", range)
        .get(path)
        .then()
        .statusCode(416)
        .header("Content-Range", equalTo("bytes */46"))
        .body(emptyString());
  }

  @VariesByServer
  @Test
  void emptyBlockSatisfiesNoRange() {
    tig()
        .header("Range", "bytes=0-")
        .get(sealed(""))
        .then()
        .statusCode(416)
        .header("Content-Range", equalTo("bytes */0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-2", "bytes=-", "bytes=a-b", "lines=0-1", "nonsense"})
  void rangeThatIsNoneGivesTheWhole(String range) {
    tig()
        .header("Range", range)
        .get(path)
        .then()
        .statusCode(200)
        .header("Content-Range", nullValue())
        .body(equalTo(text));
  }

  @VariesByServer
  @Test
  void partIsGivenIfItIsOfTheSameValue() {
    tig()
        .header("Range", "bytes=0-3")
        .header("If-Range", tagOf(text))
        .get(path)
        .then()
        .statusCode(206)
        .body(equalTo("0123"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"another\"", "Sat, 29 Oct 1994 19:43:31 GMT"})
  void wholeIsGivenIfThePartWereOfAnotherValue(String validator) {
    tig()
        .header("Range", "bytes=0-3")
        .header("If-Range", validator)
        .get(path)
        .then()
        .statusCode(200)
        .body(equalTo(text));
  }

  @VariesByServer
  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/svg+xml", "application/vnd.oasis.opendocument.text"})
  void blockHasTheTypeAskedFor(String type) {
    tig()
        .get(path + "?Content-Type=" + type)
        .then()
        .statusCode(200)
        .header("Content-Type", equalTo(type))
        .header("Content-Security-Policy", equalTo("sandbox allow-scripts"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .body(equalTo(text));
  }

  @VariesByServer
  @ParameterizedTest
  @CsvSource({
    "text%2Fhtml, text/html",
    "image/svg%2Bxml, image/svg+xml",
    "text/plain;charset=utf-8, text/plain;charset=utf-8",
    "text/plain%3B%20charset=utf-8, text/plain;charset=utf-8"
  })
  void typeAskedForMayBeEscapedAndHaveParameters(String escaped, String type) {
    String given =
        tig().get(path + "?Content-Type=" + escaped).then().extract().header("Content-Type");
    assertThat(given.replace(" ", "")).isEqualToIgnoringCase(type);
  }

  @VariesByServer
  @Test
  void headAndPartsHaveTheTypeAskedFor() {
    String typed = path + "?Content-Type=image/png";
    tig().head(typed).then().header("Content-Type", equalToIgnoringCase("image/png"));
    tig()
        .header("Range", "bytes=0-3")
        .get(typed)
        .then()
        .statusCode(206)
        .header("Content-Type", equalToIgnoringCase("image/png"));
  }

  @VariesByServer
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "html",
        "text/",
        "/html",
        "text/html%0d%0aInjected:%20yes",
        "text/html%0aInjected:%20yes",
        "text/html%0dInjected:%20yes",
        "text/html;a=%22%0d%0aInjected:%20yes%22",
        "text/html%00",
        "text/html,text/plain",
        "text/h%C3%A9",
        "text/html%E5%98%8A%E5%98%8DInjected:yes"
      })
  void typeThatIsNoneIsRefusedAndGetsNothingThrough(String type) {
    tig()
        .get(path + "?Content-Type=" + type)
        .then()
        .statusCode(400)
        .header("Injected", nullValue())
        .body(emptyString());
  }

  @VariesByServer
  @Test
  void readerKeepsTheValueItBeganWith() throws IOException {
    String before = "a".repeat(RawConnection.MORE_THAN_IT_HOLDS);
    String slot = slot(before);
    try (RawConnection reader = slowConnection()) {
      reader.head("GET " + slot, "Connection: close");
      RawConnection.Answer begun = reader.answerHead();
      tig().body("after").put(slot).then().statusCode(200);
      assertThat(begun.status()).isEqualTo(200);
      assertThat(reader.rest()).isEqualTo(before);
    }
    assertThat(read(slot)).isEqualTo("after");
  }
}
