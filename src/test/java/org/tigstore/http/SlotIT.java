package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots: names with values that change. */
class SlotIT extends HttpTest {
  private static final int LARGEST_TAGGED = 1024 * 1024;
  private static final long LARGEST_BLOCK = 128L * 1024 * 1024;

  private ValidatableResponse put(String path, String value) {
    return tig().body(value).put(path).then();
  }

  private ValidatableResponse put(String path, String value, String field, String fieldValue) {
    return tig().header(field, fieldValue).body(value).put(path).then();
  }

  @Test
  void writingAnswersThePathAsText() {
    String path = freshSlot();
    put(path, "value")
        .statusCode(200)
        .contentType("text/plain")
        .header("Cache-Control", equalTo("no-store"))
        .body(equalTo(path));
    assertThat(read(path)).isEqualTo("value");
  }

  @Test
  void postWritesLikePut() {
    String path = freshSlot();
    tig().body("value").post(path).then().statusCode(200).body(equalTo(path));
    assertThat(read(path)).isEqualTo("value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "a value that is longer than the one before"})
  void writingReplacesTheWholeValue(String value) {
    String path = slot("the value before");
    put(path, value).statusCode(200);
    assertThat(read(path)).isEqualTo(value);
  }

  @Test
  void deletingAnswersThePathAndLeavesNothing() {
    String path = slot("value");
    tig().delete(path).then().statusCode(200).body(equalTo(path));
    tig().get(path).then().statusCode(404).body(emptyString());
  }

  @Test
  void deletingNothingIsNotFound() {
    tig().delete(freshSlot()).then().statusCode(404).body(emptyString());
  }

  @Test
  void setIfNotAnswersThePathWhenFree() {
    String path = freshSlot();
    put(path + "?setifnot=1", "mine").statusCode(200).body(equalTo(path));
    assertThat(read(path)).isEqualTo("mine");
  }

  @Test
  void setIfNotAnswersEmptyWhenTaken() {
    String path = slot("theirs");
    put(path + "?setifnot=1", "mine").statusCode(409).body(emptyString());
    assertThat(read(path)).isEqualTo("theirs");
  }

  @Test
  void setIfNotSucceedsAgainOnceDeleted() {
    String path = slot("theirs");
    tig().delete(path).then().statusCode(200);
    put(path + "?setifnot=1", "mine").statusCode(200);
    assertThat(read(path)).isEqualTo("mine");
  }

  @Test
  void setIfNotTakesAnEmptyValueForTaken() {
    String path = slot("");
    put(path + "?setifnot=1", "mine").statusCode(409);
    assertThat(readBytes(path)).isEmpty();
  }

  @Test
  void appendMakesAMissingSlot() {
    String path = freshSlot();
    put(path + "?append=1", "first").statusCode(200).body(equalTo(path));
    assertThat(read(path)).isEqualTo("first");
  }

  @Test
  void appendPutsTheBodyBehindTheValue() {
    String path = slot("first,");
    put(path + "?append=1", "second,").statusCode(200).body(equalTo(path));
    tig().body("third").post(path + "?append=1").then().statusCode(200).body(equalTo(path));
    assertThat(read(path)).isEqualTo("first,second,third");
  }

  @Test
  void appendChangesTheEntityTag() {
    String path = slot("first,");
    tig().get(path).then().header("ETag", equalTo(tagOf("first,")));
    put(path + "?append=1", "second").statusCode(200);
    tig().get(path).then().header("ETag", equalTo(tagOf("first,second")));
  }

  @Test
  void appendedValueCanBeReplaced() {
    String path = slot("first,");
    put(path + "?append=1", "second").statusCode(200);
    put(path, "new").statusCode(200);
    put(path + "?append=1", "er").statusCode(200);
    assertThat(read(path)).isEqualTo("newer");
  }

  @Test
  void appendOverTheLimitChangesNothing() throws IOException {
    String path = freshSlot();
    String piece = "x".repeat(1024 * 1024);
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Content-Length: " + LARGEST_BLOCK);
      for (long sent = 0; sent < LARGEST_BLOCK; sent += piece.length()) {
        connection.send(piece);
      }
      assertThat(connection.answer().status()).isEqualTo(200);
    }
    put(path + "?append=1", "x").statusCode(413).body(emptyString());
    tig().head(path).then().header("Content-Length", equalTo(Long.toString(LARGEST_BLOCK)));
    tig().delete(path).then().statusCode(200);
  }

  @VariesByServer
  @Test
  void ifNoneMatchStarCreates() {
    String path = freshSlot();
    put(path, "mine", "If-None-Match", "*").statusCode(200);
    assertThat(read(path)).isEqualTo("mine");
  }

  @Test
  void ifNoneMatchStarRefusesWhatIsThere() {
    String path = slot("theirs");
    put(path, "mine", "If-None-Match", "*").statusCode(412).body(emptyString());
    assertThat(read(path)).isEqualTo("theirs");
  }

  @Test
  void ifMatchWritesOverTheExpectedValue() {
    String path = slot("old");
    put(path, "new", "If-Match", tagOf("old")).statusCode(200).body(equalTo(path));
    assertThat(read(path)).isEqualTo("new");
  }

  @VariesByServer
  @Test
  void ifMatchTakesTheTagThatAReadingGave() {
    String path = slot("old");
    String tag = tig().get(path).then().extract().header("ETag");
    tig().header("If-Match", tag).body("new").post(path).then().statusCode(200);
    assertThat(read(path)).isEqualTo("new");
  }

  @VariesByServer
  @Test
  void ifMatchRefusesAnotherValue() {
    String path = slot("theirs");
    put(path, "mine", "If-Match", tagOf("old")).statusCode(412).body(emptyString());
    assertThat(read(path)).isEqualTo("theirs");
  }

  @Test
  void ifMatchRefusesWhatIsGone() {
    String path = freshSlot();
    put(path, "mine", "If-Match", tagOf("old")).statusCode(412);
    tig().get(path).then().statusCode(404);
  }

  @Test
  void ifMatchGuardsAnAppend() {
    String path = slot("first,");
    String append = path + "?append=1";
    put(append, "x", "If-Match", tagOf("other")).statusCode(412);
    put(append, "second", "If-Match", tagOf("first,")).statusCode(200);
    assertThat(read(path)).isEqualTo("first,second");
  }

  @Test
  void digestOfAnotherBodyChangesNothing() {
    String path = slot("before");
    put(path, "after", "Content-Digest", digestOf("other")).statusCode(400).body(emptyString());
    assertThat(read(path)).isEqualTo("before");
  }

  @Test
  void digestOfTheBodyIsThatOfWhatIsAppended() {
    String path = slot("first,");
    put(path + "?append=1", "second", "Content-Digest", digestOf("second")).statusCode(200);
    assertThat(read(path)).isEqualTo("first,second");
  }

  @Test
  void largestTaggedValueHasATag() {
    String value = "x".repeat(LARGEST_TAGGED);
    tig().get(slot(value)).then().statusCode(200).header("ETag", equalTo(tagOf(value)));
  }

  @Test
  void largerValueHasNoTag() {
    tig()
        .get(slot("x".repeat(LARGEST_TAGGED + 1)))
        .then()
        .statusCode(200)
        .header("ETag", nullValue());
  }

  @Test
  void namingAKeyStoresNothing() {
    String key = unique();
    String path = "/" + nameOf(key);
    tig().body(key).put("/kv").then().statusCode(200).contentType("text/plain").body(equalTo(path));
    tig().body(key).post("/kv").then().statusCode(200).body(equalTo(path));
    tig().get(path).then().statusCode(404);
  }

  @Test
  void namedKeyIsASlot() {
    String path = tig().body(unique()).put("/kv").then().extract().asString();
    put(path, "one").statusCode(200);
    put(path, "two").statusCode(200);
    assertThat(read(path)).isEqualTo("two");
  }

  @VariesByServer
  @Test
  void parametersInTheBodyAreNone() {
    String path = slot("before");
    tig()
        .contentType("application/x-www-form-urlencoded")
        .body("setifnot=1&append=1&format=x")
        .post(path)
        .then()
        .statusCode(200)
        .body(equalTo(path));
    assertThat(read(path)).isEqualTo("setifnot=1&append=1&format=x");
  }
}
