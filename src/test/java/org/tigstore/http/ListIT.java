package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list: {@code GET /}. Other tests' blocks may be in it. */
class ListIT extends HttpTest {
  private static final String LIST = list("apikey=key");
  private static final String PATH = "/[0-9a-f]{64}\\.tig";

  @BeforeEach
  void setApiKey() throws IOException {
    ApiKeyFile.set("key");
  }

  private RequestSpecification known() {
    return tig().header("X-API-Key", "key");
  }

  private String stored(String text) {
    return known().body(text).put("/").then().statusCode(200).extract().asString();
  }

  private String written(String path) {
    return known().body(unique()).put(path).then().statusCode(200).extract().asString();
  }

  /** Those of these paths that are listed, in the list's order. */
  private List<String> listed(String... paths) {
    List<String> own = List.of(paths);
    return read(LIST).lines().filter(own::contains).toList();
  }

  @VariesByServer
  @Test
  void everyBlockHasALine() {
    String path = stored(unique());
    String list =
        tig()
            .get(LIST)
            .then()
            .statusCode(200)
            .contentType("text/plain")
            .header("Cache-Control", equalTo("no-store"))
            .header("X-Content-Type-Options", equalTo("nosniff"))
            .extract()
            .asString();
    assertThat(list).endsWith("\n");
    assertThat(list.lines()).containsOnlyOnce(path).allMatch(line -> line.matches(PATH));
  }

  @Test
  void lastTouchedComesFirst() throws InterruptedException {
    String first = written(freshSlot());
    awaitLaterTime();
    String second = stored(unique());
    awaitLaterTime();
    String third = written(freshSlot());
    assertThat(listed(first, second, third)).containsExactly(third, second, first);
    awaitLaterTime();
    written(first);
    assertThat(listed(first, second, third)).containsExactly(first, third, second);
  }

  @Test
  void everyLineIsFormatted() {
    List<String> paths = List.of(stored(unique()), stored(unique()));
    Stream<String> lines = read(LIST + "&format=http://a:1*?burst=1").lines();
    assertThat(lines)
        .allMatch(line -> line.matches("http://a:1" + PATH + "\\?burst=1"))
        .containsOnlyOnce("http://a:1" + paths.get(0) + "?burst=1")
        .containsOnlyOnce("http://a:1" + paths.get(1) + "?burst=1");
  }

  @Test
  void deletedAndTakenSlotsAreNotListed() {
    String kept = written(freshSlot());
    String deleted = written(freshSlot());
    String taken = written(freshSlot());
    known().delete(deleted).then().statusCode(200);
    known().get(taken + "?take=1").then().statusCode(200);
    assertThat(listed(kept, deleted, taken)).containsExactly(kept);
  }

  @Test
  void headOfTheListIsEmpty() {
    stored(unique());
    tig().head(LIST).then().statusCode(200).body(emptyString());
  }

  @Test
  void listNeedsTheKey() {
    stored(unique());
    tig().get("/").then().statusCode(401).body(emptyString());
    tig().get("/?apikey=wrong").then().statusCode(401).body(emptyString());
  }

  @Test
  void withoutAKeyOnTheServerNobodyLists() throws IOException {
    ApiKeyFile.remove();
    tig().get("/").then().statusCode(403).body(emptyString());
    tig().get(LIST).then().statusCode(403).body(emptyString());
    tig().get("/?apikey=").then().statusCode(403).body(emptyString());
  }
}
