package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What whoever watches a node is told. */
@VariesByServer
class HealthIT extends HttpTest {
  private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");

  @ParameterizedTest
  @CsvSource({
    "GET,  /health/started",
    "GET,  /health/live",
    "GET,  /health/ready",
    "HEAD, /health/started",
    "HEAD, /health/live",
    "HEAD, /health/ready"
  })
  void nodeIsWellAndSaysNoMore(String method, String path) {
    tig()
        .request(method, path)
        .then()
        .statusCode(200)
        .header("Cache-Control", equalTo("no-store"))
        .body(emptyString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/started", "/health/live", "/health/ready"})
  void watcherNeedsNoKey(String path) throws IOException {
    ApiKeyFile.set("key");
    tig().get(path).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/started", "/health/live", "/health/ready"})
  void optionsTellTheMethods(String path) {
    Response answer = tig().options(path);
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(methods(answer)).isEqualTo(METHODS);
    assertThat(answer.asByteArray()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /health/started",
    "DELETE, /health/live",
    "DELETE, /health/ready",
    "PATCH,  /health/started",
    "PATCH,  /health/live",
    "PATCH,  /health/ready",
    "POST,   /health/started",
    "POST,   /health/live",
    "POST,   /health/ready",
    "PUT,    /health/started",
    "PUT,    /health/live",
    "PUT,    /health/ready"
  })
  void otherMethodsAreRefused(String method, String path) {
    Response answer = tig().request(method, path);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(methods(answer)).isEqualTo(METHODS);
    assertThat(answer.asByteArray()).isEmpty();
  }

  /** What an answer allows; some runtimes set spaces between methods, some do not. */
  private static List<String> methods(Response answer) {
    return Stream.of(answer.header("Allow").split(",", -1)).map(String::strip).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/", "/health/lives", "/health/live/"})
  void otherPathsNameNoProbe(String path) {
    assertThat(tig().get(path).statusCode()).isEqualTo(404);
  }
}
