package org.tigstore.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Transcript;
import org.tigstore.block.Bodies;
import org.tigstore.web.EmbeddedNode;

/** One case of every request over HTTP, from the settings to the data directory, in one process. */
class HttpSmokeTest {
  private static final int LIMIT = 20_000;
  private static final Map<String, String> SETTINGS =
      Map.of("tig.maxBlockSize", String.valueOf(LIMIT), "tig.durability", "none");

  @TempDir static Path data;
  @TempDir static Path directory;
  private static EmbeddedNode node;
  private static int slots;

  @BeforeAll
  static void start() throws Exception {
    SETTINGS.forEach(System::setProperty);
    System.setProperty("tig.data", data.toString());
    node = EmbeddedNode.start(new StartupListener());
  }

  @AfterAll
  static void stop() throws Exception {
    node.stop();
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty("tig.data");
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String... fields) throws Exception {
    return node.send(method, path, body, fields);
  }

  private static void assertAnswer(int status, String body, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.body()).as(answer.toString()).isEqualTo(body);
  }

  private static String freshSlot() {
    slots++;
    return "/" + Bodies.nameOf("the key of slot " + slots);
  }

  private static String sealed(String text) throws Exception {
    return send("PUT", "/", text).body();
  }

  private static String tag(String text) {
    return '"' + Bodies.nameOf(text).digits() + '"';
  }

  private static String field(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  @Test
  void readmeTranscriptsAreTrue() throws IOException, InterruptedException {
    Files.copy(Path.of("README.md"), directory.resolve("README.md"));
    String host = "http://" + node.address().getAuthority();

    Transcript.of(Path.of("README.md"), text -> text.replace("http://127.0.0.1:7777", host))
        .checkIn(directory);
  }

  @Test
  void bodyIsSealedAndReadBack() throws Exception {
    String path = "/" + Bodies.nameOf("abc");
    assertAnswer(200, path, send("PUT", "/", "abc"));
    assertAnswer(200, path, send("POST", "", "abc"));
    HttpResponse<String> read = send("GET", path, "");
    assertAnswer(200, "abc", read);
    assertThat(field(read, "ETag")).isEqualTo(tag("abc"));
    assertThat(field(read, "Cache-Control")).isEqualTo("no-cache");
    assertAnswer(200, "", send("HEAD", path, ""));
    assertAnswer(206, "bc", send("GET", path, "", "Range", "bytes=1-"));
    assertAnswer(304, "", send("GET", path, "", "If-None-Match", tag("abc")));
    assertAnswer(200, "abc", send("GET", path + "?take=1", ""));
    assertAnswer(409, "", send("PUT", path, "other"));
    assertAnswer(409, "", send("DELETE", path, ""));
    assertThat(data.resolve(path.substring(1))).hasContent("abc");
  }

  @Test
  void slotIsWrittenReadAndDeleted() throws Exception {
    String slot = freshSlot();
    assertAnswer(404, "", send("GET", slot, ""));
    assertAnswer(200, slot, send("PUT", slot, "one"));
    assertAnswer(200, slot, send("POST", slot, "two"));
    HttpResponse<String> read = send("GET", slot + "?chtimes=0&Content-Type=text/css", "");
    assertAnswer(200, "two", read);
    assertThat(field(read, "Content-Type")).isEqualTo("text/css");
    assertThat(field(read, "Cache-Control")).isEqualTo("no-store");
    assertThat(field(read, "Tig-Expires")).endsWith("GMT");
    assertAnswer(400, "", send("GET", slot + "?Content-Type=css", ""));
    assertAnswer(200, slot, send("DELETE", slot, ""));
    assertAnswer(404, "", send("DELETE", slot, ""));
  }

  @Test
  void conditionalWritesHaveOneWinner() throws Exception {
    String slot = freshSlot();
    assertAnswer(200, slot, send("PUT", slot + "?setifnot=1", "one"));
    assertAnswer(409, "", send("PUT", slot + "?setifnot=1", "two"));
    assertAnswer(412, "", send("PUT", slot, "two", "If-None-Match", "*"));
    assertAnswer(412, "", send("PUT", slot, "two", "If-Match", tag("other")));
    assertAnswer(200, slot, send("PUT", slot, "two", "If-Match", tag("one")));
    assertAnswer(200, slot, send("PUT", slot + "?append=1", " three"));
    assertAnswer(200, "two three", send("GET", slot + "?take=1", ""));
    assertAnswer(404, "", send("GET", slot + "?take=1", ""));
  }

  @Test
  void digestIsCheckedBeforeAnythingIsStored() throws Exception {
    String slot = freshSlot();
    String digest =
        "sha-256=:" + Base64.getEncoder().encodeToString(Bodies.nameOf("abc").digest()) + ":";
    assertAnswer(400, "", send("PUT", slot, "abd", "Content-Digest", digest));
    assertAnswer(404, "", send("GET", slot, ""));
    assertAnswer(200, slot, send("PUT", slot, "abc", "Repr-Digest", digest));
  }

  @Test
  void bodyOverTheLimitIsRefused() throws Exception {
    String slot = freshSlot();
    assertAnswer(413, "", send("PUT", "/", "x".repeat(LIMIT + 1)));
    assertAnswer(200, slot, send("PUT", slot, "x".repeat(LIMIT)));
    assertAnswer(413, "", send("PUT", slot + "?append=1", "x"));
  }

  @Test
  void keyIsNamedAndPathsAreFormatted() throws Exception {
    String path = "/" + Bodies.nameOf("my-key");
    assertAnswer(200, path, send("PUT", "/kv", "my-key"));
    assertAnswer(200, "(" + path + "*)", send("POST", "/kv?format=(**)", "my-key"));
    assertAnswer(404, "", send("GET", path, ""));
  }

  @Test
  void burstJoinsWhatTheIndexNames() throws Exception {
    String part = sealed("part");
    String index = sealed(part + "\n" + part + "\n");
    assertAnswer(200, "partpart", send("GET", index + "?burst=1", ""));
    assertAnswer(206, "tp", send("GET", index + "?burst=1", "", "Range", "bytes=3-4"));
    String missing = freshSlot();
    HttpResponse<String> refused = send("GET", sealed(part + "\n" + missing) + "?burst=1", "");
    assertAnswer(404, "", refused);
    assertThat(field(refused, "Tig-Reason")).contains(missing);
    assertAnswer(422, "", send("GET", part + "?burst=1", ""));
  }

  @Test
  void channelsLeadToTheirTarget() throws Exception {
    String slot = freshSlot();
    String reading = sealed("Read only channel to tig " + slot);
    String writing = sealed("Write only channel to tig " + slot);
    assertAnswer(200, writing, send("PUT", writing, "value"));
    assertAnswer(200, "value", send("GET", reading, ""));
    assertAnswer(403, "", send("PUT", reading, "x"));
    assertAnswer(403, "", send("GET", writing, ""));
    assertAnswer(403, "", send("DELETE", writing, ""));
  }

  @Test
  void invalidRequestsAreRefusedAndOptionsAreListed() throws Exception {
    assertAnswer(404, "", send("GET", "/x", ""));
    assertAnswer(400, "", send("PUT", "/x", "abc"));
    assertAnswer(405, "", send("PATCH", "/", "abc"));
    HttpResponse<String> options = send("OPTIONS", "/", "");
    assertAnswer(204, "", options);
    assertThat(field(options, "Allow")).isEqualTo("GET, HEAD, OPTIONS, POST, PUT");
    HttpResponse<String> problem = send("GET", "/x", "", "Accept", "application/problem+json");
    assertThat(problem.body()).contains("\"status\":404");
  }

  @Test
  void listNeedsTheKeyFromTheDataDirectory() throws Exception {
    String newest = sealed("the newest");
    assertAnswer(403, "", send("GET", "/", ""));
    Path key = Files.writeString(data.resolve("apikey"), "secret\n", UTF_8);
    try {
      assertAnswer(401, "", send("GET", "/", ""));
      assertAnswer(401, "", send("PUT", "/", "abc", "X-API-Key", "wrong"));
      assertThat(send("GET", "/?apikey=secret", "").body().lines()).contains(newest);
      assertAnswer(200, "the newest", send("GET", newest, ""));
    } finally {
      Files.delete(key);
    }
  }

  @Test
  void nodeReportsItsHealthVersionAndMetrics() throws Exception {
    assertAnswer(200, "", send("GET", "/health/ready", ""));
    assertThat(send("GET", "/version", "").body()).isNotBlank();
    assertThat(send("GET", "/metrics", "").body()).contains("# TYPE");
  }
}
