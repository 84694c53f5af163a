package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code HEAD} says what {@code GET} would, on every route. */
@VariesByServer
class HeadIT extends HttpTest {
  private static final List<String> FIELDS =
      List.of(
          "Content-Type",
          "ETag",
          "Cache-Control",
          "Accept-Ranges",
          "Content-Security-Policy",
          "X-Content-Type-Options",
          "Allow",
          "Tig-Reason",
          "WWW-Authenticate",
          "Location",
          "Referrer-Policy");

  private String pathOf(String target) {
    return target
        .replace("SLOT", slot("value"))
        .replace("SEALED", sealed("abc"))
        .replace("LARGE", slot("x".repeat(200_000)))
        .replace("INDEX", slot(sealed("abc") + "\n" + sealed("def")))
        .replace("READER", slot("Read only channel to tig " + slot("value")))
        .replace("WRITER", slot("Write only channel to tig " + slot("value")))
        .replace("MISSING", freshSlot());
  }

  private static Map<String, String> fields(Response answer) {
    Map<String, String> fields = new TreeMap<>();
    for (String field : FIELDS) {
      String value = answer.getHeader(field);
      if (value != null) {
        fields.put(field, value);
      }
    }
    return fields;
  }

  private static void assertSaysWhatGetWould(Response head, Response get) {
    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(fields(head)).isEqualTo(fields(get));
    assertThat(head.getHeader("Tig-Expires") == null)
        .isEqualTo(get.getHeader("Tig-Expires") == null);
    assertThat(head.asByteArray()).isEmpty();
    String length = head.getHeader("Content-Length");
    if (length != null) {
      assertThat(length).isEqualTo(Integer.toString(get.asByteArray().length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SLOT",
        "SEALED",
        "LARGE",
        "MISSING",
        "SLOT?chtimes=0",
        "SLOT?chtimes=2",
        "SLOT?Content-Type=text/css",
        "SLOT?Content-Type=x",
        "SLOT?take=1",
        "SLOT?take=2",
        "SLOT?take=1&burst=1",
        "SEALED?take=1",
        "MISSING?take=1",
        "LARGE?take=1",
        "INDEX?burst=1",
        "SLOT?burst=1",
        "SLOT?burst=2",
        "MISSING?burst=1",
        "READER",
        "READER?take=1",
        "WRITER",
        "WRITER?take=1",
        "/",
        "/?format=x*",
        "/?all=1",
        "/?all=2",
        "/version",
        "/metrics",
        "/status",
        "/ui",
        "/ui/",
        "/ui/nothing.js",
        "/health/started",
        "/health/live",
        "/health/ready",
        "/kv",
        "/nothing"
      })
  void headSaysWhatGetWould(String target) throws IOException {
    // A node cannot tell that the block that another node reads for it is a channel.
    assumeFalse(target.equals("READER?take=1") && System.getProperty("tig.front") != null);
    String path = pathOf(target);
    ApiKeyFile.set("key");
    // The right key last: what was taken is gone.
    for (String key : new String[] {"wrong", "key"}) {
      for (String accept : new String[] {"*/*", "application/problem+json"}) {
        Response head = tig().header("X-API-Key", key).header("Accept", accept).head(path);
        Response get = tig().header("X-API-Key", key).header("Accept", accept).get(path);
        assertSaysWhatGetWould(head, get);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SLOT,        If-Match",
    "SLOT,        If-None-Match",
    "SEALED,      If-None-Match",
    "LARGE,       If-None-Match",
    "MISSING,     If-Match",
    "READER,      If-None-Match",
    "SLOT?take=1, If-Match",
    "SLOT?take=1, If-None-Match"
  })
  void headSaysWhatGetWouldOnConditions(String target, String field) {
    String tags = String.join(" ", "*", tagOf("value"), tagOf("abc"), tagOf("other"), "unquoted");
    Stream.of(tags.split(" ", -1))
        .forEach(
            tag -> {
              String path = pathOf(target);
              Response head = tig().header(field, tag).head(path);
              assertSaysWhatGetWould(head, tig().header(field, tag).get(path));
            });
  }

  /** Longer than what any server holds back before it sends the first of it. */
  @Test
  void headOfALongListHasNoWrongLength() throws IOException {
    for (int count = 0; count < 200; count++) {
      sealed(unique());
    }
    ApiKeyFile.set("key");
    for (String path : new String[] {list(""), "/metrics"}) {
      String length = tig().header("X-API-Key", "key").head(path).getHeader("Content-Length");
      byte[] content = tig().header("X-API-Key", "key").get(path).asByteArray();
      assertThat(length).isIn(null, Integer.toString(content.length));
    }
  }
}
