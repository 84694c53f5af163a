package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that name no block, and methods that nothing has. */
@VariesByServer
class PathIT extends HttpTest {
  private static final String KEY = "key-of-paths";

  /** The paths of all blocks. */
  private Set<String> listed() throws IOException {
    ApiKeyFile.set(KEY);
    Set<String> paths = read(list("apikey=" + KEY)).lines().collect(Collectors.toSet());
    ApiKeyFile.remove();
    return paths;
  }

  @ParameterizedTest
  @MethodSource("org.tigstore.http.OddPaths#ofNothing")
  void readingOrDeletingNothingIsNotFound(String path) throws IOException {
    sealed("abc");
    for (String method : new String[] {"GET", "HEAD", "DELETE"}) {
      assertThat(status(method, path, "")).as(method).isIn(404, 400);
    }
  }

  @ParameterizedTest
  @MethodSource("org.tigstore.http.OddPaths#ofNothing")
  void writingToNothingIsRefusedAndStoresNothing(String path) throws IOException {
    Set<String> before = listed();
    for (String method : new String[] {"PUT", "POST"}) {
      assertThat(status(method, path, "a body for " + path)).as(method).isEqualTo(400);
    }
    assertThat(before).containsAll(listed());
  }

  @ParameterizedTest
  @MethodSource("org.tigstore.http.OddPaths#thatNobodyShouldSend")
  void writingWhereNobodyShouldStoresNothing(String path) throws IOException {
    Set<String> before = listed();
    assertThat(answer("PUT", path, "a body for " + path).status()).isEqualTo(400);
    assertThat(answer("GET", path, "").status()).isIn(404, 400);
    assertThat(before).containsAll(listed());
  }

  /** The status of an answer that has no body. */
  private int status(String method, String path, String body) throws IOException {
    RawConnection.Answer answer = answer(method, path, body);
    if (Difference.CONTROL_CHARACTERS_ARE_ANSWERED_WITH_A_PAGE.isHere() && path.endsWith("%0a")) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.fields()).containsEntry("Content-Type", "text/html");
    } else {
      assertThat(answer.body()).as("body of " + method).isEmpty();
    }
    return answer.status();
  }

  private RawConnection.Answer answer(String method, String path, String body) throws IOException {
    try (RawConnection connection = connection()) {
      connection
          .head(method + " " + path, "Content-Length: " + body.length(), "Connection: close")
          .send(body);
      return method.equals("HEAD") ? connection.answerHead() : connection.answer();
    }
  }

  @ParameterizedTest
  @MethodSource("org.tigstore.http.OddPaths#thatLeadAround")
  void noWayLeadsElsewhere(String way) throws IOException {
    String name = nameOf(unique()).toString();
    Set<String> before = listed();
    int status = answer("PUT", way + name, "value").status();
    Set<String> added = listed();
    added.removeAll(before);
    if (status == 200) {
      assertThat(added).containsExactly("/" + name);
    } else {
      assertThat(added).isEmpty();
    }
  }

  @Test
  void escapedNameIsTheSameName() throws IOException {
    String path = sealed("abc");
    String escaped = "/%62%61" + path.substring(3).replace(".", "%2e");
    assertThat(read(escaped)).isEqualTo("abc");
    assertThat(status("PUT", escaped, "other")).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/WEB-INF/web.xml", "/META-INF/MANIFEST.MF", "/WEB-INF/classes/"})
  void applicationItselfCannotBeRead(String path) {
    tig().get(path).then().statusCode(anyOf(is(404), is(400))).body(emptyString());
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, block",
    "PROPFIND, block",
    "FROBNICATE, block",
    "PATCH, /",
    "DELETE, /",
    "FROBNICATE, /",
    "PATCH, /kv"
  })
  void otherMethodsAreNotAllowed(String method, String target) throws IOException {
    String path = target.equals("block") ? slot("value") : target;
    try (RawConnection connection = connection()) {
      connection.head(method + " " + path, "Content-Length: 0");
      RawConnection.Answer answer = connection.answer();
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.body()).isEmpty();
      assertThat(methods(answer.fields().getOrDefault("Allow", ""))).contains("PUT", "POST");
    }
  }

  /** Many servers refuse this method on their own. */
  @Test
  void traceEchoesNothing() throws IOException {
    try (RawConnection connection = connection()) {
      connection.head("TRACE " + slot("value"), "X-API-Key: secret");
      RawConnection.Answer answer = connection.answer();
      assertThat(answer.status()).isIn(403, 405, 501);
      assertThat(answer.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "DELETE"})
  void thereIsNothingToReadOrDeleteWhereKeysAreNamed(String method) throws IOException {
    assertThat(status(method, "/kv", "")).isIn(404, 400, 405);
  }

  @ParameterizedTest
  @CsvSource({
    "block, 'DELETE,GET,HEAD,OPTIONS,POST,PUT'",
    "/, 'GET,HEAD,OPTIONS,POST,PUT'",
    "/kv, 'OPTIONS,POST,PUT'"
  })
  void allowedMethodsAreTold(String target, String methods) throws IOException {
    String path = target.equals("block") ? freshSlot() : target;
    assertThat(methods(tig().options(path).then().extract().header("Allow")))
        .isEqualTo(methods(methods));
    assertThat(methods(tig().patch(path).then().statusCode(405).extract().header("Allow")))
        .isEqualTo(methods(methods));
  }

  private static Set<String> methods(String list) {
    return Set.copyOf(Arrays.asList(list.replace(" ", "").split(",", -1)));
  }

  @Test
  void optionsTellNothing() {
    tig().options(freshSlot()).then().statusCode(anyOf(is(200), is(204))).body(emptyString());
    tig().options("/").then().statusCode(anyOf(is(200), is(204))).body(emptyString());
  }

  /** Some runtimes have something to tell about an application. */
  @ParameterizedTest
  @CsvSource({"/?_wadl, 403", "/?wadl, 403", "/application.wadl, 404", "/openapi.json, 404"})
  void applicationIsNotDescribed(String target, int status) {
    tig().get(target).then().statusCode(status).body(emptyString());
  }

  /** Some runtimes know ways to ask for another. */
  @Test
  void methodIsThatOfTheRequestLine() {
    String path = slot("value");
    overriding("DELETE").get(path + "?_method=DELETE").then().statusCode(200);
    overriding("DELETE").body("value").post(path + "?_method=DELETE").then().statusCode(200);
    assertThat(read(path)).isEqualTo("value");
  }

  private RequestSpecification overriding(String method) {
    return tig().header("X-HTTP-Method-Override", method).header("X-HTTP-Method", method);
  }

  @Test
  void parametersThatNobodyKnowsDoNotMatter() {
    String path = slot("value");
    assertThat(read(path + "?unknown=1&x=")).isEqualTo("value");
    tig().body("new").put(path + "?Append=1").then().statusCode(200).body(equalTo(path));
    assertThat(read(path)).isEqualTo("new");
  }
}
