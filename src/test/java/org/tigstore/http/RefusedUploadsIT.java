package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads that are refused while they are sent: the client gets the response all the same. */
@VariesByServer
class RefusedUploadsIT extends HttpTest {
  private static final String CHUNKED = "Transfer-Encoding: chunked";

  /** More than the connection and the server hold of what nobody reads. */
  private static final int PIECES = 20;

  private static final String PIECE = "x".repeat(1024 * 1024);
  private static final String REFUSED =
      """
      400, /nothing,         '',               Content-Length: 20971520
      400, /nothing,         '',               Transfer-Encoding: chunked
      400, /?append=1,       '',               Content-Length: 20971520
      400, /?append=1,       '',               Transfer-Encoding: chunked
      400, /,                Content-MD5: x,   Transfer-Encoding: chunked
      405, /health/live,     '',               Content-Length: 20971520
      405, /health/live,     '',               Transfer-Encoding: chunked
      412, {slot},           If-None-Match: *, Content-Length: 20971520
      412, {slot},           If-None-Match: *, Transfer-Encoding: chunked
      413, /,                '',               Content-Length: 200000000
      """;

  @ParameterizedTest
  @CsvSource(textBlock = REFUSED)
  void theResponseReachesAClientThatSendsEverythingFirst(
      int status, String target, String field, String framing) throws IOException {
    String path = target.replace("{slot}", slot("value"));
    assertThat(statusAfterAll(path, field, framing)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({CHUNKED, "Content-Length: 20971520"})
  void aMissingKeyIsReported(String framing) throws IOException {
    String path = slot("value");
    ApiKeyFile.set("key");
    assertThat(statusAfterAll(path, "", framing)).isEqualTo(401);
  }

  private int statusAfterAll(String path, String field, String framing) throws IOException {
    String[] fields = field.isEmpty() ? new String[] {framing} : new String[] {framing, field};
    try (RawConnection connection = connection().head("PUT " + path, fields)) {
      for (int piece = 0; piece < PIECES; piece++) {
        if (framing.equals(CHUNKED)) {
          connection.chunk(PIECE);
        } else {
          connection.send(PIECE);
        }
      }
      connection.send(framing.equals(CHUNKED) ? "0\r\n\r\n" : "");
      return connection.answer().status();
    }
  }
}
