package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.Eventually;

/** What a node tells in figures. */
class MetricsIT extends HttpTest {
  private static final String KEY = "Secret-of-figures";
  private static final String MONITOR = "monitor done";

  @AfterEach
  void removeApiKey() throws IOException {
    DataFiles.removeApiKey();
  }

  private Scrape scrape() {
    return scrape(tig());
  }

  private static Scrape scrape(RequestSpecification request) {
    return Scrape.of(request.get("/metrics").then().statusCode(200).extract().asString());
  }

  /** The figures once all requests of the past are in them: some count after their answer. */
  private Scrape settled() throws InterruptedException {
    List<Scrape> last = new ArrayList<>(List.of(scrape()));
    Eventually.holds(
        "no request is counted any more",
        () -> {
          Scrape before = last.set(0, scrape());
          return others(before).equals(others(last.get(0)));
        });
    return last.get(0);
  }

  private static Map<String, Long> others(Scrape scrape) {
    Map<String, Long> requests = new TreeMap<>(scrape.requests());
    requests.remove(MONITOR);
    return requests;
  }

  private static Map<String, Long> risen(Scrape before, Scrape after) {
    Map<String, Long> risen = others(after);
    others(before).forEach((kind, count) -> risen.merge(kind, -count, Long::sum));
    risen.values().removeIf(count -> count == 0);
    return risen;
  }

  private void awaitRise(Scrape before, Map<String, Long> expected) throws InterruptedException {
    Eventually.holds(
        "the requests are counted",
        () ->
            risen(before, scrape()).values().stream().mapToLong(Long::longValue).sum()
                >= expected.values().stream().mapToLong(Long::longValue).sum());
    assertThat(risen(before, settled())).isEqualTo(expected);
  }

  @Test
  void everyRequestIsCountedOnceByWhatItAskedForAndHowItEnded() throws Exception {
    String sealed = sealed(unique());
    String slot = slot("value");
    Scrape before = settled();

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

    awaitRise(
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
  void faultOfTheStoreCountsAsFailed() throws Exception {
    String sealed = sealed(unique());
    DataFiles.damage(sealed, "damage");
    Scrape before = settled();

    assertThat(tig().get(sealed).statusCode()).isGreaterThanOrEqualTo(500);

    awaitRise(before, Map.of("read failed", 1L));
  }

  @Test
  void wrongKeyCountsAsRefusedAndAsPutOff() throws Exception {
    DataFiles.setApiKey(KEY);
    Map<String, String> putOff = Map.of("how", "put_off");
    RequestSpecification known = tig().header("X-API-Key", KEY);
    Scrape before = scrape(known);

    tig().header("X-API-Key", "wrong").body("x").put("/").then().statusCode(401);

    Eventually.holds(
        "the attempt is counted",
        () -> risen(before, scrape(known)).equals(Map.of("seal refused", 1L)));
    assertThat(scrape(known).value("tig_throttled_total", putOff))
        .isGreaterThan(before.value("tig_throttled_total", putOff));
  }

  @Test
  void bytesAreCountedBothWays() throws Exception {
    String text = unique();
    Scrape before = settled();

    String path = sealed(text);
    read(path);
    read(path);

    awaitRise(before, Map.of("seal done", 1L, "read done", 2L));
    Scrape after = scrape();
    assertThat(difference("tig_received_bytes_total", before, after)).isEqualTo(text.length());
    assertThat(difference("tig_sent_bytes_total", before, after)).isEqualTo(2 * text.length());
  }

  private static double difference(String name, Scrape before, Scrape after) {
    return after.value(name) - before.value(name);
  }

  @Test
  void everyKindOfRequestIsThereBeforeThereIsOne() {
    Scrape scrape = scrape();

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
    Eventually.holds("blocks were counted", () -> scrape().value("tig_store_blocks") >= 0);
    sealed(unique());
    Scrape scrape = scrape();

    assertThat(scrape.value("tig_disk_free_bytes")).isPositive();
    assertThat(scrape.value("tig_disk_total_bytes"))
        .isGreaterThanOrEqualTo(scrape.value("tig_disk_free_bytes"));
    assertThat(scrape.value("tig_ready")).isEqualTo(1);
    assertThat(scrape.value("tig_uploads")).isZero();
  }

  @Test
  void versionIsTheOneThatTheNodeTells() {
    String version = tig().get("/version").then().statusCode(200).extract().asString();

    assertThat(version).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(scrape().value("tig_info", Map.of("version", version))).isEqualTo(1);
  }

  @Test
  void processHasFigures() {
    assertThat(scrape().names())
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
    DataFiles.setApiKey(KEY);
    RequestSpecification known = tig().header("Authorization", "Bearer " + KEY);
    known.body("x").put(freshSlot()).then().statusCode(200);

    String figures = scrape(tig().header("Authorization", "Bearer " + KEY)).toString();

    assertThat(figures).doesNotContain(KEY).doesNotContainPattern(Pattern.compile("[0-9a-f]{64}"));
  }

  @Test
  void figuresNeedTheKeyWhereThereIsOne() throws IOException {
    DataFiles.setApiKey(KEY);

    tig().get("/metrics").then().statusCode(401);
    tig().header("Authorization", "Bearer wrong").get("/metrics").then().statusCode(401);
    tig().header("Authorization", "Bearer " + KEY).get("/metrics").then().statusCode(200);
    tig().get("/metrics?apikey=" + KEY).then().statusCode(200);
  }

  @Test
  void versionNeedsNoKey() throws IOException {
    DataFiles.setApiKey(KEY);

    tig().get("/version").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/version"})
  void headHasNoBody(String path) {
    Response answer = tig().head(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asByteArray()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/version"})
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
