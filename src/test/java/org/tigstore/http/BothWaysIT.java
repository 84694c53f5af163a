package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.Header;
import io.restassured.response.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A plain reading, which goes past the JAX-RS runtime, is answered as one that goes through it:
 * {@code chtimes=1} asks for nothing but makes a reading one with parameters.
 */
@VariesByServer
class BothWaysIT extends HttpTest {
  /** What servers set themselves, for each connection or moment. */
  private static final List<String> OF_THE_SERVER = List.of("date", "connection", "keep-alive");

  private record Answer(int status, List<String> fields, String body) {
    static Answer of(Response response) {
      return new Answer(
          response.statusCode(),
          response.headers().asList().stream()
              .filter(field -> !OF_THE_SERVER.contains(field.getName().toLowerCase(Locale.ROOT)))
              .sorted(Comparator.comparing(Header::getName))
              .map(field -> field.getName().toLowerCase(Locale.ROOT) + ": " + field.getValue())
              .toList(),
          response.asString());
    }
  }

  /** A reading may touch the block, which shows in what is answered from then on. */
  private void assertSameAnswer(String method, String path, Map<String, String> fields) {
    Answer before = Answer.of(tig().headers(fields).request(method, path));
    Answer other = Answer.of(tig().headers(fields).request(method, path + "?chtimes=1"));
    Answer after = Answer.of(tig().headers(fields).request(method, path));

    assertThat(other).isIn(before, after);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  Accept, */*",
    "HEAD, Accept, */*",
    "GET,  Range, bytes=2-4",
    "GET,  Range, bytes=-3",
    "GET,  Range, 'bytes=0-1,4-5'",
    "GET,  Range, bytes=999999-",
    "HEAD, Range, bytes=2-4",
    "GET,  If-None-Match, *",
    "HEAD, If-None-Match, *",
    "GET,  If-Match, '\"0\"'",
    "GET,  If-Match, no tag",
    "GET,  If-Range, '\"0\"'",
    "GET,  X-API-Key, wrong",
  })
  void ofBlocksOfEverySort(String method, String field, String value) {
    String large = "x".repeat(200_000) + unique();
    for (String path : List.of(sealed("0123456789" + unique()), sealed(large), slot("value"))) {
      assertSameAnswer(method, path, Map.of(field, value));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  */*",
    "HEAD, */*",
    "GET,  application/json",
    "HEAD, application/json",
    "GET,  application/problem+json",
  })
  void ofWhatCannotBeRead(String method, String accept) {
    String closed = slot("Write only channel to tig " + freshSlot());
    for (String path : List.of(freshSlot(), closed)) {
      assertSameAnswer(method, path, Map.of("Accept", accept));
    }
  }

  @ParameterizedTest
  @CsvSource({"GET", "HEAD"})
  void ofAChannel(String method) {
    String channel = slot("Read only channel to tig " + sealed("0123456789" + unique()));
    assertSameAnswer(method, channel, Map.of());
  }
}
