package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for browsers, as a server serves it. */
@VariesByServer
class PageIT extends HttpTest {
  private static final Path SOURCES = Path.of("webapp/ui");
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  /** The paths of all files behind {@code /ui/}. */
  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> SOURCES.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsServedAsItIs(String file) throws IOException {
    Response answer = tig().get("/ui/" + file);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asByteArray()).isEqualTo(Files.readAllBytes(SOURCES.resolve(file)));
    assertThat(answer.header("Content-Type").toLowerCase(Locale.ROOT).replace(" ", ""))
        .isEqualTo(TYPES.get(file.substring(file.lastIndexOf('.') + 1)));
    answer
        .then()
        .header("Cache-Control", "no-cache")
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer");
    assertThat(answer.header("Content-Security-Policy"))
        .startsWith("default-src 'none';")
        .doesNotContain("unsafe", "*");
    tig()
        .header("If-None-Match", answer.header("ETag"))
        .get("/ui/" + file)
        .then()
        .statusCode(304)
        .header("ETag", equalTo(answer.header("ETag")))
        .body(emptyString());
  }

  @Test
  void pageNeedsNoKeyAndTheStatusDoes() throws IOException {
    ApiKeyFile.set("Secret-7");

    tig().get("/ui/").then().statusCode(200).body(not(emptyString()));
    tig().get("/status").then().statusCode(401);
    tig()
        .header("X-API-Key", "Secret-7")
        .get("/status")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("access", equalTo("key"))
        .body("version", equalTo(read("/version")));
  }

  @Test
  void onlyABrowserIsSentFromTheRootToThePage() throws IOException {
    ApiKeyFile.set("Secret-7");
    for (String method : new String[] {"GET", "HEAD"}) {
      Response answer = tig().header("Accept", BROWSER).request(method, "/");
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(leadsTo("/", answer)).isEqualTo(host() + "/ui/");
    }
    tig().get("/").then().statusCode(401);
    tig().header("Accept", BROWSER).get("/?apikey=Secret-7").then().statusCode(200);
    tig()
        .header("Accept", BROWSER)
        .header("Sec-Fetch-Mode", "cors")
        .header("X-API-Key", "Secret-7")
        .get("/")
        .then()
        .statusCode(200);
  }

  @Test
  void addressWithoutASlashLeadsToThePage() {
    Response answer = tig().get("/ui");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(leadsTo("/ui", answer)).isEqualTo(host() + "/ui/");
  }

  private String leadsTo(String path, Response answer) {
    return URI.create(host() + path).resolve(answer.header("Location")).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ui/nothing.html",
        "/ui/nothing/",
        "/ui/index.html/",
        "/ui/../WEB-INF/web.xml",
        "/ui/%2e%2e/WEB-INF/web.xml",
        "/ui/..%2fweb/Gate.class",
        "/index.html",
        "/org/tigstore/page/index.html",
        "/WEB-INF/classes/org/tigstore/page/index.html"
      })
  void nothingElseIsServed(String path) throws IOException {
    try (RawConnection connection = connection()) {
      RawConnection.Answer answer = connection.head("GET " + path).answer();
      assertThat(answer.status()).isIn(404, 400);
      assertThat(answer.body()).doesNotContain("<!doctype html>", "web-app");
    }
  }

  @Test
  void filesAreOnlyRead() {
    for (String method : new String[] {"PUT", "POST", "DELETE"}) {
      tig()
          .request(method, "/ui/index.html")
          .then()
          .statusCode(405)
          .header("Allow", "GET, HEAD, OPTIONS")
          .body(emptyString());
    }
  }
}
