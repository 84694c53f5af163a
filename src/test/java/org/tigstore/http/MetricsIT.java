package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.Eventually;

/** What a node tells in figures. */
@VariesByServer
class MetricsIT extends HttpTest {
  private static final String KEY = "Secret-of-figures";

  private final RequestFigures figures = new RequestFigures(this::tig);

  @Test
  void everyRequestIsCountedOnceByWhatItAskedForAndHowItEnded() throws Exception {
    String sealed = sealed(unique());
    String slot = slot("value");
    Scrape before = figures.settled();

    sealed(unique());
    sealed(unique());
    read(sealed);
    read(sealed);
    read(sealed);
    tig().head(sealed).then().statusCode(200);
    tig().get(freshSlot()).then().statusCode(404);
    tig().body("x").put(slot + "?append=1").then().statusCode(200);
    tig().body("x").put(slot).then().statusCode(200);
    tig().body("x").put(slot + "?setifnot=1").then().statusCode(409);
    tig().body("x").put(sealed).then().statusCode(409);
    tig().get(slot + "?take=1").then().statusCode(200);
    tig().delete(slot).then().statusCode(404);
    tig().get("/").then().statusCode(403);
    tig().body("x").put("/kv").then().statusCode(200);
    tig().get("/health/live").then().statusCode(200);
    tig().get("/version").then().statusCode(200);

    figures.awaitRise(
        before,
        Map.ofEntries(
            Map.entry("seal done", 2L),
            Map.entry("read done", 3L),
            Map.entry("look done", 1L),
            Map.entry("read refused", 1L),
            Map.entry("append done", 1L),
            Map.entry("write done", 1L),
            Map.entry("create refused", 1L),
            Map.entry("write refused", 1L),
            Map.entry("take done", 1L),
            Map.entry("delete refused", 1L),
            Map.entry("list refused", 1L),
            Map.entry("name done", 1L),
            Map.entry("probe done", 1L),
            Map.entry("version done", 1L)));
  }

  @Test
  void wrongKeyCountsAsRefused() throws Exception {
    ApiKeyFile.set(KEY);
    RequestFigures known = new RequestFigures(() -> tig().header("X-API-Key", KEY));
    Scrape before = known.settled();

    tig().header("X-API-Key", "wrong").body("x").put("/").then().statusCode(401);

    known.awaitRise(before, Map.of("seal refused", 1L));
  }

  @Test
  void bytesAreCountedBothWays() throws Exception {
    String text = unique();
    Scrape before = figures.settled();

    String path = sealed(text);
    read(path);
    read(path);

    figures.awaitRise(before, Map.of("seal done", 1L, "read done", 2L));
    Scrape after = figures.scrape();
    assertThat(difference("tig_received_bytes_total", before, after)).isEqualTo(text.length());
    assertThat(difference("tig_sent_bytes_total", before, after)).isEqualTo(2 * text.length());
  }

  private static double difference(String name, Scrape before, Scrape after) {
    return after.value(name) - before.value(name);
  }

  @Test
  void everyKindOfRequestIsThereBeforeThereIsOne() {
    Scrape scrape = figures.scrape();

    assertThat(scrape.labels("tig_requests_seconds"))
        .filteredOn(labels -> "burst".equals(labels.get("operation")))
        .extracting(labels -> labels.get("outcome"))
        .containsExactlyInAnyOrder("done", "refused", "failed", "broken_off");
    assertThat(scrape.times())
        .allSatisfy(
            times ->
                assertThat(times.getBuckets())
                    .extracting(bucket -> bucket.getUpperBound())
                    .containsExactly(
                        0.001,
                        0.005,
                        0.01,
                        0.05,
                        0.1,
                        0.5,
                        1.0,
                        5.0,
                        10.0,
                        Double.POSITIVE_INFINITY));
  }

  @Test
  void storeAndDiskHaveFigures() throws Exception {
    Eventually.holds("blocks were counted", () -> figures.scrape().value("tig_store_blocks") >= 0);
    sealed(unique());
    Scrape scrape = figures.scrape();

    assertThat(scrape.value("tig_disk_free_bytes")).isPositive();
    assertThat(scrape.value("tig_disk_total_bytes"))
        .isGreaterThanOrEqualTo(scrape.value("tig_disk_free_bytes"));
    assertThat(scrape.value("tig_ready")).isEqualTo(1);
    figures.awaitNoUploads();
  }

  @Test
  void versionIsTheOneThatTheNodeTells() {
    String version = tig().get("/version").then().statusCode(200).extract().asString();

    assertThat(version).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(figures.scrape().value("tig_info", Map.of("version", version))).isEqualTo(1);
  }

  @Test
  void processHasFigures() {
    assertThat(figures.scrape().names())
        .contains(
            "jvm_memory_used_bytes",
            "jvm_gc_collection_seconds_count",
            "jvm_threads_live_threads",
            "process_uptime_seconds");
  }

  @Test
  void formatIsNamed() {
    String type = tig().get("/metrics").then().statusCode(200).extract().header("Content-Type");

    assertThat(Stream.of(type.split(";", -1)).map(String::strip)).first().isEqualTo("text/plain");
    assertThat(Stream.of(type.toLowerCase(Locale.ROOT).split(";", -1)).map(String::strip))
        .containsExactlyInAnyOrder("text/plain", "version=0.0.4", "charset=utf-8");
  }

  @Test
  void figuresNameNoBlockAndNoKey() throws IOException {
    ApiKeyFile.set(KEY);
    RequestSpecification known = tig().header("Authorization", "Bearer " + KEY);
    known.body("x").put(freshSlot()).then().statusCode(200);

    String text =
        new RequestFigures(() -> tig().header("Authorization", "Bearer " + KEY))
            .scrape()
            .toString();

    assertThat(text).doesNotContain(KEY).doesNotContainPattern(Pattern.compile("[0-9a-f]{64}"));
  }

  @Test
  void figuresNeedTheKeyWhereThereIsOne() throws IOException {
    ApiKeyFile.set(KEY);

    tig().get("/metrics").then().statusCode(401);
    tig().header("Authorization", "Bearer wrong").get("/metrics").then().statusCode(401);
    tig().header("Authorization", "Bearer " + KEY).get("/metrics").then().statusCode(200);
    tig().get("/metrics?apikey=" + KEY).then().statusCode(200);
  }

  @Test
  void versionNeedsNoKey() throws IOException {
    ApiKeyFile.set(KEY);

    tig().get("/version").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/status", "/version"})
  void headHasNoBody(String path) {
    Response answer = tig().head(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asByteArray()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/status", "/version"})
  void onlyReadingIsAllowed(String path) {
    for (String method : new String[] {"PUT", "POST", "DELETE", "PATCH"}) {
      Response answer = tig().request(method, path);
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(methods(answer)).isEqualTo("GET, HEAD, OPTIONS");
    }
    Response options = tig().options(path);
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(methods(options)).isEqualTo("GET, HEAD, OPTIONS");
  }

  private static String methods(Response answer) {
    return Stream.of(answer.header("Allow").split(",", -1))
        .map(String::strip)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
