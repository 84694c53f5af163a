package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list: {@code GET /}. */
class ListIT extends HttpTest {
  private static final String LIST = list("apikey=key");

  @BeforeEach
  void setApiKey() throws IOException {
    DataFiles.deleteBlocks();
    DataFiles.setApiKey("key");
  }

  @AfterEach
  void removeApiKey() throws IOException {
    DataFiles.removeApiKey();
  }

  private String stored(String text) {
    return tig()
        .header("X-API-Key", "key")
        .body(text)
        .put("/")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  @Test
  void withoutAnyBlockTheListIsEmpty() {
    tig().get(LIST).then().statusCode(200).contentType("text/plain").body(emptyString());
  }

  @Test
  void everyBlockHasALine() {
    String path = stored(unique());
    tig()
        .get(LIST)
        .then()
        .statusCode(200)
        .contentType("text/plain")
        .header("Cache-Control", equalTo("no-store"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .body(equalTo(path + "\n"));
  }

  @Test
  void lastTouchedComesFirst() throws IOException {
    String oldest = stored(unique());
    String newest = stored(unique());
    String middle = stored(unique());
    Instant now = Instant.now();
    DataFiles.setTouched(oldest, now.minusSeconds(300));
    DataFiles.setTouched(middle, now.minusSeconds(200));
    DataFiles.setTouched(newest, now.minusSeconds(100));
    assertThat(read(LIST)).isEqualTo(lines(newest, middle, oldest));
    read(oldest);
    assertThat(read(LIST)).isEqualTo(lines(oldest, newest, middle));
  }

  private static String lines(String... paths) {
    return String.join("\n", paths) + "\n";
  }

  @Test
  void everyLineIsFormatted() {
    List<String> paths = List.of(stored(unique()), stored(unique()));
    assertThat(read(LIST + "&format=http://a:1*?burst=1").lines())
        .containsExactlyInAnyOrder(
            "http://a:1" + paths.get(0) + "?burst=1", "http://a:1" + paths.get(1) + "?burst=1");
  }

  @Test
  void listingTouchesNothing() throws IOException {
    String path = stored(unique());
    Instant earlier = Instant.now().minusSeconds(300).truncatedTo(ChronoUnit.SECONDS);
    DataFiles.setTouched(path, earlier);
    read(LIST);
    assertThat(DataFiles.touched(path)).isEqualTo(earlier);
  }

  @Test
  void onlyBlocksAreListed() throws IOException {
    String path = stored(unique());
    List<Path> others =
        List.of(
            DATA.resolve("notes.txt"),
            DATA.resolve("A".repeat(64) + ".tig"),
            DATA.resolve("a".repeat(63) + ".tig"),
            DATA.resolve("a".repeat(64) + ".tig.bak"));
    for (Path other : others) {
      Files.writeString(other, "not a block");
    }
    String list = read(LIST);
    for (Path other : others) {
      Files.delete(other);
    }
    assertThat(list).isEqualTo(path + "\n");
  }

  @Test
  void thousandsOfBlocksAreListedInOrder() throws IOException {
    Instant newest = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    StringBuilder expected = new StringBuilder();
    for (int age = 0; age < 3000; age++) {
      String path = freshSlot();
      Files.writeString(DataFiles.of(path), "value");
      DataFiles.setTouched(path, newest.minusMillis(age));
      expected.append(path).append('\n');
    }
    String list = read(LIST);
    DataFiles.deleteBlocks();
    assertThat(list).isEqualTo(expected.toString());
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
    DataFiles.removeApiKey();
    tig().get("/").then().statusCode(403).body(emptyString());
    tig().get(LIST).then().statusCode(403).body(emptyString());
    tig().get("/?apikey=").then().statusCode(403).body(emptyString());
  }
}
