package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.Eventually;

/** What clients, networks and enemies do to HTTP. */
@VariesByServer
class RawHttpIT extends HttpTest {
  private static final long OVER_THE_LIMIT = 128L * 1024 * 1024 + 1;

  private final RequestFigures figures = new RequestFigures(this::tig);

  private void assertIsMissing(String text) {
    tig().get("/" + nameOf(text)).then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource({"/, 10", "/, 100000", "slot, 10", "slot, 100000", "/kv, 10"})
  void bodyCutShortIsRefusedAndLeavesNothing(String target, int size) throws Exception {
    String text = unique() + "x".repeat(size);
    String path = target.equals("slot") ? freshSlot() : target;
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Content-Length: " + (text.length() + 1)).send(text).end();
      assertCutBodyIsRefused(connection);
    }
    assertIsMissing(text);
    if (target.equals("slot")) {
      tig().get(path).then().statusCode(404);
    }
    figures.awaitNoUploads();
  }

  @Test
  void bodyCutShortLeavesTheValueBefore() throws Exception {
    for (String query : new String[] {"", "?append=1"}) {
      String path = slot("before");
      try (RawConnection connection = connection()) {
        connection.head("PUT " + path + query, "Content-Length: 100").send("after").end();
        assertCutBodyIsRefused(connection);
      }
      assertThat(read(path)).isEqualTo("before");
    }
  }

  private static void assertCutBodyIsRefused(RawConnection connection) throws IOException {
    if (Difference.CUT_BODIES_ARE_NOT_ANSWERED.isHere()) {
      assertThat(connection.rest()).isEmpty();
    } else {
      RawConnection.Answer answer = connection.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void callerThatVanishesLeavesNothing() throws Exception {
    String text = unique() + "x".repeat(200_000);
    try (RawConnection connection = connection()) {
      connection.head("PUT /", "Content-Length: " + (text.length() + 1)).send(text);
      Eventually.holds("the upload has begun", () -> figures.uploads() > 0);
    }
    figures.awaitNoUploads();
    assertIsMissing(text);
  }

  @Test
  void chunkedBodyIsStored() throws IOException {
    String text = unique();
    try (RawConnection connection = connection()) {
      connection.head("PUT /", "Transfer-Encoding: chunked");
      connection.chunk(text).chunk("abc").send("0\r\n\r\n");
      assertThat(connection.answer().body()).isEqualTo("/" + nameOf(text + "abc"));
    }
    assertThat(read("/" + nameOf(text + "abc"))).isEqualTo(text + "abc");
  }

  @Test
  void chunkExtensionsAreIgnored() throws Exception {
    String text = unique();
    String path = freshSlot();
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Transfer-Encoding: chunked");
      connection.chunk(text).send("3;a=b\r\nabc\r\n0\r\n\r\n");
      if (Difference.CHUNK_EXTENSIONS_ARE_REFUSED.isHere()) {
        RawConnection.Answer answer = connection.answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEmpty();
        tig().get(path).then().statusCode(404);
      } else {
        assertThat(connection.answer().body()).isEqualTo(path);
        assertThat(read(path)).isEqualTo(text + "abc");
      }
    }
    figures.awaitNoUploads();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\nabc\r\n0\r\n\r\n", "", "5\r\nab"})
  void brokenChunksAreRefusedAndLeaveNothing(String rest) throws Exception {
    String text = unique();
    String path = freshSlot();
    for (String target : new String[] {"/", path}) {
      try (RawConnection connection = connection()) {
        sendChunks(connection, target, text, rest);
        boolean cut = !rest.endsWith("\r\n\r\n");
        if (Difference.BROKEN_CHUNKS_ARE_NOT_ANSWERED.isHere()
            || (cut && Difference.CUT_BODIES_ARE_NOT_ANSWERED.isHere())) {
          assertThat(connection.rest()).isEmpty();
        } else {
          assertThat(connection.answer().status()).isEqualTo(400);
        }
      }
    }
    assertIsMissing(text);
    tig().get(path).then().statusCode(404);
    figures.awaitNoUploads();
  }

  @Test
  void negativeChunkSizeIsRefusedAndLeavesNothing() throws Exception {
    String text = unique();
    String path = freshSlot();
    try (RawConnection connection = connection()) {
      sendChunks(connection, path, text, "-1\r\n\r\n");
      if (Difference.NEGATIVE_CHUNK_SIZE_ENDS_THE_BODY.isHere()) {
        assertThat(connection.answer().body()).isEqualTo(path);
        assertThat(read(path)).isEqualTo(text);
      } else {
        assertThat(connection.answer().status()).isEqualTo(400);
        tig().get(path).then().statusCode(404);
      }
    }
    figures.awaitNoUploads();
  }

  /** Sends a text as a chunk, and then this instead of the end. */
  private static void sendChunks(RawConnection connection, String path, String text, String rest)
      throws IOException {
    connection.head("PUT " + path, "Transfer-Encoding: chunked").chunk(text).send(rest).end();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "slot", "slot?append=1", "/kv"})
  void bodyAnnouncedOverTheLimitIsRefusedBeforeItIsSent(String target) throws IOException {
    String path = target.replace("slot", freshSlot());
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Content-Length: " + OVER_THE_LIMIT, "Expect: 100-continue");
      RawConnection.Answer answer = answerToExpectation(connection);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.fields().get("Tig-Reason")).isNotBlank();
    }
  }

  /** The answer to a request that expects {@code 100 Continue} and is refused. */
  private static RawConnection.Answer answerToExpectation(RawConnection connection)
      throws IOException {
    if (Difference.CONTINUE_COMES_FIRST.isHere()) {
      assertThat(connection.answer().status()).isEqualTo(100);
    }
    return connection.answer();
  }

  @Test
  void bodyOverTheLimitIsRefusedWhereNothingWasAskedFirst() throws IOException {
    try (RawConnection connection = connection()) {
      connection.head("POST /", "Content-Length: " + OVER_THE_LIMIT).send("the first of many");
      assertThat(connection.answer().status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999999", "-1", "1x", "0x1", "9223372036854775807"})
  void absurdLengthIsRefused(String length) throws IOException {
    try (RawConnection connection = connection()) {
      connection.head("PUT /", "Content-Length: " + length).send("x");
      RawConnection.Answer answer = connection.answer();
      if (Difference.MALFORMED_LENGTH_IS_NO_LENGTH.isHere() && !length.startsWith("9")) {
        assertThat(answer.body()).isEqualTo("/" + nameOf(""));
      } else {
        assertThat(answer.status()).isIn(400, 413);
      }
    }
  }

  @Test
  void bodyWithinTheLimitIsAskedFor() throws IOException {
    String text = unique();
    try (RawConnection connection = connection()) {
      connection.head("PUT /", "Content-Length: " + text.length(), "Expect: 100-continue");
      assertThat(connection.answer().status()).isEqualTo(100);
      connection.send(text);
      assertThat(connection.answer().body()).isEqualTo("/" + nameOf(text));
    }
  }

  @Test
  void writeThatIsBoundToFailIsRefusedBeforeTheBodyIsSent() throws IOException {
    String path = sealed(unique());
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Content-Length: 1000", "Expect: 100-continue");
      assertThat(answerToExpectation(connection).status()).isEqualTo(409);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8",
        "multipart/mixed; boundary=x",
        "multipart/form-data-of-another-kind",
        "application/json",
        "nonsense",
        "text/plain; charset=unknown"
      })
  void typeOfTheBodyDoesNotMatter(String type) throws IOException {
    String text = "setifnot=1&format=x&apikey=y&%zz&" + unique();
    for (String method : new String[] {"PUT", "POST"}) {
      try (RawConnection connection = connection()) {
        connection
            .head(method + " /", "Content-Type: " + type, "Content-Length: " + text.length())
            .send(text);
        assertThat(connection.answer().body()).isEqualTo("/" + nameOf(text));
      }
    }
    assertThat(read("/" + nameOf(text))).isEqualTo(text);
  }

  @Test
  void bodyMayComeByteByByte() throws IOException {
    String text = unique();
    try (RawConnection connection = connection()) {
      connection.head("PUT /", "Content-Length: " + text.length());
      for (String character : text.split("", -1)) {
        connection.send(character);
      }
      assertThat(connection.answer().body()).isEqualTo("/" + nameOf(text));
    }
  }

  @Test
  void slowCallerDoesNotKeepOthersWaiting() throws IOException {
    String path = freshSlot();
    try (RawConnection slow = connection()) {
      slow.head("PUT " + path, "Content-Length: 4").send("sl");
      tig().body("fast").put(path).then().statusCode(200);
      assertThat(read(path)).isEqualTo("fast");
      slow.send("ow");
      assertThat(slow.answer().status()).isEqualTo(200);
    }
    assertThat(read(path)).isEqualTo("slow");
  }

  @Test
  void requestsFollowEachOtherOnOneConnection() throws IOException {
    String path = freshSlot();
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Content-Length: 5").send("value");
      assertThat(connection.answer().body()).isEqualTo(path);
      connection.head("GET " + path);
      assertThat(connection.answer().body()).isEqualTo("value");
      connection.head("DELETE " + path);
      assertThat(connection.answer().body()).isEqualTo(path);
      connection.head("GET " + path);
      assertThat(connection.answer().status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT /nothing", "PUT sealed", "GET sealed", "DELETE sealed", "PATCH /"})
  void bodyThatNobodyReadIsNotTakenForARequest(String requestLine) throws IOException {
    String path = slot("value");
    String hidden = "DELETE " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    try (RawConnection connection = connection()) {
      connection
          .head(requestLine.replace("sealed", sealed("abc")), "Content-Length: " + hidden.length())
          .send(hidden)
          .end();
      assertThat(connection.rest()).startsWith("HTTP/1.1 ").doesNotContain(path);
    }
    assertThat(read(path)).isEqualTo("value");
  }

  @Test
  void twoLengthsAreNoLength() throws IOException {
    String text = unique();
    try (RawConnection connection = connection()) {
      connection.head("PUT /", "Content-Length: 36", "Content-Length: 1").send(text).end();
      RawConnection.Answer answer = connection.answer();
      if (Difference.FIRST_OF_TWO_LENGTHS_COUNTS.isHere()) {
        assertThat(answer.body()).isEqualTo("/" + nameOf(text));
        assertThat(connection.rest()).isEmpty();
        return;
      }
      assertThat(answer.status()).isEqualTo(400);
    }
    assertIsMissing(text);
  }

  /** Clients, such as those of other tests, do not even look for a body there. */
  @ParameterizedTest
  @CsvSource({
    "HEAD,    slot,          '',               200",
    "HEAD,    sealed,        '',               200",
    "HEAD,    sealed,        Range: bytes=0-1, 200",
    "HEAD,    sealed,        If-None-Match: *, 304",
    "GET,     sealed,        If-None-Match: *, 304",
    "HEAD,    free,          '',               404",
    "HEAD,    /nothing,      '',               404",
    "HEAD,    list,          '',               200",
    "HEAD,    /metrics,      X-API-Key: key,   200",
    "HEAD,    /version,      '',               200",
    "HEAD,    /health/live,  '',               200",
    "OPTIONS, slot,          '',               204",
    "OPTIONS, /,             '',               204",
    "OPTIONS, /health/live,  '',               204"
  })
  void answersThatHaveNoBodyHaveNone(String method, String target, String field, int status)
      throws IOException {
    String path =
        target
            .replace("slot", slot("value"))
            .replace("sealed", sealed("abc"))
            .replace("free", freshSlot())
            .replace("list", list("apikey=key"));
    ApiKeyFile.set("key");
    try (RawConnection connection = connection()) {
      String accept = "Accept: application/problem+json";
      if (field.isEmpty()) {
        connection.head(method + " " + path, "Connection: close", accept);
      } else {
        connection.head(method + " " + path, "Connection: close", accept, field);
      }
      assertThat(connection.rest()).startsWith("HTTP/1.1 " + status).endsWith("\r\n\r\n");
    }
  }
}
