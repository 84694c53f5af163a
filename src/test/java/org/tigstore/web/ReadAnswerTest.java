package org.tigstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.block.Touch;
import org.tigstore.protocol.Channel;

/** The header fields of reads, and their touches, by a manual clock. */
class ReadAnswerTest {
  private static final Duration RETENTION = Duration.ofMinutes(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final BlockName SLOT = Bodies.nameOf("the key of a slot");
  private static EmbeddedNode node;

  private final ManualClock clock = new ManualClock();
  private final BlockStore store = new MemoryBlockStore(1000, Channel::refuseChange, clock);
  private BlockName sealed;
  private BlockName index;
  private Instant made;

  @BeforeAll
  static void start() throws Exception {
    node = EmbeddedNode.start();
  }

  @AfterAll
  static void stop() throws Exception {
    node.stop();
  }

  @BeforeEach
  void makeBlocks() throws IOException {
    node.serve(store, RETENTION);
    sealed = Bodies.seal(store, Bodies.of("0123456789"));
    index = Bodies.seal(store, Bodies.of(sealed + "\n" + sealed + "\n"));
    Bodies.write(store, SLOT, "value");
    made = clock.instant();
    clock.pass(MINUTE);
  }

  private HttpResponse<String> get(BlockName name, String query, String... fields)
      throws Exception {
    return node.send("GET", "/" + name + query, "", fields);
  }

  private static Optional<String> field(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name);
  }

  private static Optional<Instant> expiry(HttpResponse<String> answer) {
    return field(answer, "Tig-Expires")
        .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
  }

  private static String tag(String text) {
    return '"' + Bodies.nameOf(text).digits() + '"';
  }

  private Instant touched(BlockName name) throws IOException {
    return Bodies.lastTouched(store, name, Touch.KEEP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void sealedBlockMayBeCachedAndSlotMayNot(String method) throws Exception {
    for (BlockName name : new BlockName[] {sealed, SLOT}) {
      HttpResponse<String> answer = node.send(method, "/" + name, "");

      String text = name.equals(SLOT) ? "value" : "0123456789";
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(method.equals("GET") ? text : "");
      assertThat(field(answer, "ETag")).contains(tag(text));
      assertThat(field(answer, "Content-Length")).contains(String.valueOf(text.length()));
      assertThat(field(answer, "Content-Type")).contains("application/octet-stream");
      assertThat(field(answer, "Cache-Control"))
          .contains(name.equals(SLOT) ? "no-store" : "no-cache");
      assertThat(field(answer, "Accept-Ranges")).contains("bytes");
      assertThat(field(answer, "X-Content-Type-Options")).contains("nosniff");
      assertThat(field(answer, "Content-Security-Policy")).contains("sandbox allow-scripts");
    }
  }

  @Test
  void nameMayBeEscaped() throws Exception {
    String name = sealed.toString();
    String escaped = "%" + HexFormat.of().toHexDigits((byte) name.charAt(0)) + name.substring(1);

    assertThat(node.send("GET", "/" + escaped, "").body()).isEqualTo("0123456789");
    assertThat(node.send("GET", "/" + escaped.replace(".tig", "%2Etig"), "").body())
        .isEqualTo("0123456789");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  '',                    '',     true",
    "GET,  ?chtimes=1,            '',     true",
    "GET,  ?Content-Type=text/css, '',    true",
    "GET,  '',                    range,  true",
    "GET,  '',                    tag,    true",
    "GET,  ?chtimes=0,            '',     false",
    "GET,  ?chtimes=0,            tag,    false",
    "HEAD, '',                    '',     false",
    "HEAD, '',                    tag,    false",
    "HEAD, ?chtimes=1,            '',     false"
  })
  void onlyGetTouchesUnlessToldNotTo(String method, String query, String field, boolean touches)
      throws Exception {
    String[] fields =
        switch (field) {
          case "range" -> new String[] {"Range", "bytes=0-0"};
          case "tag" -> new String[] {"If-None-Match", tag("0123456789")};
          default -> new String[] {};
        };

    HttpResponse<String> answer = node.send(method, "/" + sealed + query, "", fields);

    Instant expected = touches ? clock.instant() : made;
    assertThat(answer.statusCode()).isBetween(200, 304);
    assertThat(touched(sealed)).isEqualTo(expected);
    assertThat(expiry(answer)).contains(expected.plus(RETENTION));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  ?burst=1,           true",
    "GET,  ?burst=1&chtimes=0, false",
    "HEAD, ?burst=1,           false"
  })
  void burstTouchesIndexAndPartsAsAReadDoes(String method, String query, boolean touches)
      throws Exception {
    HttpResponse<String> answer = node.send(method, "/" + index + query, "");

    Instant expected = touches ? clock.instant() : made;
    assertThat(answer.body()).isEqualTo(method.equals("GET") ? "01234567890123456789" : "");
    assertThat(field(answer, "Content-Length")).contains("20");
    assertThat(field(answer, "ETag")).isEmpty();
    assertThat(field(answer, "Cache-Control")).contains("no-store");
    assertThat(expiry(answer)).contains(expected.plus(RETENTION));
    assertThat(touched(index)).isEqualTo(expected);
    assertThat(touched(sealed)).isEqualTo(expected);
  }

  @Test
  void blocksKeptForeverHaveNoExpiry() throws Exception {
    node.serve(store, Duration.ZERO);

    assertThat(expiry(get(sealed, ""))).isEmpty();
    assertThat(expiry(get(index, "?burst=1"))).isEmpty();
  }

  @Test
  void takenSlotHasNoExpiryAndASealedBlockHas() throws Exception {
    HttpResponse<String> slot = get(SLOT, "?take=1");
    HttpResponse<String> block = get(sealed, "?take=1", "Range", "bytes=0-0");

    assertThat(slot.body()).isEqualTo("value");
    assertThat(expiry(slot)).isEmpty();
    assertThat(field(slot, "ETag")).contains(tag("value"));
    assertThat(block.body()).isEqualTo("0123456789");
    assertThat(expiry(block)).contains(clock.instant().plus(RETENTION));
    assertThat(get(SLOT, "?take=1").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?take=1&burst=1",
        "?take=1&Content-Type=none",
        "?take=2",
        "?burst=yes",
        "?chtimes=",
        "?Content-Type=text/html%0d%0aX:y"
      })
  void invalidParametersAreRefusedBeforeAnythingHappens(String query) throws Exception {
    HttpResponse<String> answer = get(SLOT, query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEmpty();
    assertThat(field(answer, "Tig-Reason")).isPresent();
    assertThat(touched(SLOT)).isEqualTo(made);
  }

  @Test
  void headAnswersNotModifiedAndFailedPreconditionsAsGetDoes() throws Exception {
    for (String method : new String[] {"GET", "HEAD"}) {
      String path = "/" + SLOT;
      assertThat(node.send(method, path, "", "If-None-Match", tag("value")).statusCode())
          .isEqualTo(304);
      assertThat(node.send(method, path, "", "If-None-Match", tag("other")).statusCode())
          .isEqualTo(200);
      assertThat(node.send(method, path, "", "If-Match", tag("value")).statusCode()).isEqualTo(200);
      assertThat(node.send(method, path, "", "If-Match", tag("other")).statusCode()).isEqualTo(412);
      assertThat(node.send(method, path, "", "If-Match", "value").statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=2-3     | ''                  | 206 | 23         | bytes 2-3/10",
        "bytes=-1      | ''                  | 206 | 9          | bytes 9-9/10",
        "bytes=2-3     | own                 | 206 | 23         | bytes 2-3/10",
        "bytes=2-3     | other               | 200 | 0123456789 | ''",
        "bytes=2-3     | Thu, 01 Jan 2026 00:00:00 GMT | 200 | 0123456789 | ''",
        "bytes=10-     | ''                  | 416 | ''         | bytes */10",
        "bytes=10-     | other               | 200 | 0123456789 | ''",
        "bytes=0-1,4-5 | ''                  | 200 | 0123456789 | ''",
        "lines=0-1     | ''                  | 200 | 0123456789 | ''"
      })
  void rangeOfTheExpectedValueIsServed(
      String range, String validator, int status, String body, String contentRange)
      throws Exception {
    String ifRange = validator.replace("own", tag("0123456789")).replace("other", tag("x"));

    HttpResponse<String> answer =
        ifRange.isEmpty()
            ? get(sealed, "", "Range", range)
            : get(sealed, "", "Range", range, "If-Range", ifRange);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(field(answer, "Content-Range").orElse("")).isEqualTo(contentRange);
  }
}
