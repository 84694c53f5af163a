package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests say of where their bodies end, and behind them; and what HEAD says of GET. */
@VariesByServer
class BodyFramingIT extends HttpTest {
  private static final String CHUNKS = "5\r\nhello\r\n0\r\n";
  private static final String[] METHODS = {"PUT", "POST"};

  /** What every write may be sent to; the slot has a value. */
  private Stream<String> routes() {
    return Stream.of("/", "/kv", slot("value"), slot("value") + "?append=1");
  }

  /** All that is answered to a request, whose body is in chunks, until the connection ends. */
  private String answersTo(String method, String path, String version, String fields)
      throws IOException {
    try (RawConnection connection = connection()) {
      connection.send(
          method
              + " "
              + path
              + " "
              + version
              + "\r\nHost: tig\r\n"
              + fields
              + "\r\n"
              + CHUNKS
              + "\r\nGET /version HTTP/1.1\r\nHost: tig\r\nConnection: close\r\n\r\n");
      return connection.restOrReset();
    }
  }

  private void assertRefused(String version, String fields, String status) throws IOException {
    String hello = "/" + nameOf("hello");
    for (String method : METHODS) {
      for (String path : routes().toList()) {
        String answers = answersTo(method, path, version, fields);

        assertThat(answers)
            .as("%s %s %s", method, path, fields)
            .matches("(?s)HTTP/1\\.[01] " + status + ".*");
        assertThat(answers.lines().filter(line -> line.startsWith("HTTP/")))
            .as("the connection ends: %s", answers)
            .hasSize(1);
        if (path.length() > hello.length() - 1) {
          assertThat(read(path.replace("?append=1", ""))).isEqualTo("value");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip, chunked", "x, chunked", "identity, chunked", "deflate,compress,chunked"})
  void unknownTransferCodingIsNotImplemented(String codings) throws IOException {
    assertRefused("HTTP/1.1", "Transfer-Encoding: " + codings + "\r\n", "501");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chunked, gzip",
        "chunked, chunked",
        "chunked, identity, chunked",
        "chunked;a=b",
        "\"chunked\"",
        "chunked\r\nTransfer-Encoding: chunked",
        "chunked\r\nTransfer-Encoding: gzip"
      })
  void codingsThatDoNotEndWithChunkedOnceAreRefused(String codings) throws IOException {
    assertRefused("HTTP/1.1", "Transfer-Encoding: " + codings + "\r\n", "400");
  }

  /** Of which RFC 9112, sections 6.1 and 6.3, has either. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "identity", "x", "gzip\r\nTransfer-Encoding: chunked"})
  void bodyThatDoesNotEndInChunksIsRefused(String codings) throws IOException {
    assertRefused("HTTP/1.1", "Transfer-Encoding: " + codings + "\r\n", "(400|501)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n"})
  void oldVersionHasNoTransferCodings(String fields) throws IOException {
    assertRefused("HTTP/1.0", fields, "(400|501)");
    assertRefused("HTTP/1.0", fields + "Content-Length: 5\r\n", "(400|501)");
    assertRefused("HTTP/1.0", fields + "Connection: keep-alive\r\n", "(400|501)");
  }

  @Test
  void oldVersionNeedsALength() throws IOException {
    assertRefused("HTTP/1.0", "", "411");
    assertRefused("HTTP/1.0", "Connection: keep-alive\r\n", "411");
  }

  @Test
  void lengthAndTransferCodingContradictEachOther() throws IOException {
    if (Difference.CHUNKS_COUNT_BEFORE_LENGTH.isHere()) {
      String path = freshSlot();
      answersTo("PUT", path, "HTTP/1.1", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n");
      assertThat(read(path)).isEqualTo("hello");
      return;
    }
    assertRefused("HTTP/1.1", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "400");
    assertRefused("HTTP/1.1", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "400");
  }

  @Test
  void oldVersionMayWriteAndRead() throws IOException {
    String path = freshSlot();
    try (RawConnection connection = connection()) {
      connection.send("PUT " + path + " HTTP/1.0\r\nHost: tig\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(connection.rest()).contains(" 200 ").endsWith(path);
    }
    try (RawConnection connection = connection()) {
      connection.send("GET " + path + " HTTP/1.0\r\nHost: tig\r\n\r\n");
      assertThat(connection.rest()).contains(" 200 ").endsWith("hello");
    }
  }

  private static Stream<String> trailersOfAnother() {
    String zeros = Base64.getEncoder().encodeToString(new byte[32]);
    return Stream.of(
        "Content-Digest: sha-256=:" + zeros + ":",
        "Repr-Digest: sha-256=:" + zeros + ":",
        "Digest: SHA-256=" + zeros,
        "X-Checksum-Sha256: " + "0".repeat(64),
        "Content-MD5: " + Base64.getEncoder().encodeToString(new byte[16]),
        "Content-Digest: sha-256=:x:");
  }

  @ParameterizedTest
  @MethodSource("trailersOfAnother")
  void trailerThatDoesNotFitTheBodyIsRefused(String trailer) throws IOException {
    for (String announcement : new String[] {"", "Trailer: " + trailer.split(":", 2)[0] + "\r\n"}) {
      for (String path : routes().toList()) {
        try (RawConnection connection = connection()) {
          connection.send(
              "PUT "
                  + path
                  + " HTTP/1.1\r\nHost: tig\r\nConnection: close\r\n"
                  + announcement
                  + "Transfer-Encoding: chunked\r\n\r\n"
                  + CHUNKS
                  + trailer
                  + "\r\n\r\n");
          RawConnection.Answer answer = connection.answer();
          assertThat(answer.status()).as("%s %s", path, announcement).isEqualTo(400);
          assertThat(answer.body()).isEmpty();
        }
        if (path.length() > 4) {
          assertThat(read(path.replace("?append=1", ""))).isEqualTo("value");
        }
      }
    }
  }

  @Test
  void trailerThatFitsTheBodyIsAccepted() throws IOException {
    String path = freshSlot();
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Trailer: Content-Digest", "Transfer-Encoding: chunked");
      connection.send(CHUNKS + "Content-Digest: " + digestOf("hello") + "\r\nX-Other: x\r\n\r\n");
      assertThat(connection.answer().status()).isEqualTo(200);
    }
    assertThat(read(path)).isEqualTo("hello");
  }

  /** In a cluster, a body without a length is passed on as it comes. */
  @Test
  void wrongTrailerOfALongBodyLeavesTheValue() throws IOException {
    String path = slot("value");
    String text = "x".repeat(300_000);
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Transfer-Encoding: chunked").chunk(text);
      connection.send("0\r\nContent-Digest: " + digestOf("other") + "\r\n\r\n");
      assertThat(connection.answer().status()).isEqualTo(400);
    }
    assertThat(read(path)).isEqualTo("value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Range: bytes 0-4/10", "Content-Encoding: gzip"})
  void trailerThatChangesTheBodyIsRefused(String trailer) throws IOException {
    String path = slot("value");
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Transfer-Encoding: chunked");
      connection.send(CHUNKS + trailer + "\r\n\r\n");
      assertThat(connection.answer().status())
          .isEqualTo(Difference.TRAILERS_ARE_DROPPED.isHere() ? 200 : 400);
    }
  }
}
