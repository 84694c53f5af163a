package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.Test;

/** Taking: reading and deleting a slot in one step. */
class TakeIT extends HttpTest {
  @VariesByServer
  @Test
  void takerGetsTheValueAndLeavesNothing() {
    String path = slot("value");
    tig().get(path + "?take=1").then().statusCode(200).body(equalTo("value"));
    tig().get(path).then().statusCode(404);
  }

  @Test
  void secondTakerGetsNothing() {
    String path = slot("value");
    tig().get(path + "?take=1").then().statusCode(200);
    tig().get(path + "?take=1").then().statusCode(404).body(emptyString());
  }

  @Test
  void takingNothingIsNotFound() {
    tig().get(freshSlot() + "?take=1").then().statusCode(404).body(emptyString());
  }

  @Test
  void takenValueIsDescribedLikeOneThatIsRead() {
    tig()
        .get(slot("value") + "?take=1&Content-Type=text/css")
        .then()
        .statusCode(200)
        .header("ETag", equalTo(tagOf("value")))
        .header("Content-Type", equalTo("text/css"))
        .header("Content-Length", equalTo("5"))
        .header("Cache-Control", equalTo("no-store"))
        .header("Content-Security-Policy", equalTo("sandbox allow-scripts"))
        .header("Tig-Expires", nullValue());
  }

  @Test
  void refusedTypeTakesNothing() {
    String path = slot("value");
    tig().get(path + "?take=1&Content-Type=none").then().statusCode(400);
    assertThat(read(path)).isEqualTo("value");
  }

  @Test
  void emptyValueCanBeTaken() {
    String path = slot("");
    tig().get(path + "?take=1").then().statusCode(200).body(emptyString());
    tig().get(path + "?take=1").then().statusCode(404);
  }

  @Test
  void largeValueIsTakenWhole() {
    String value = "x".repeat(3_000_000);
    tig().get(slot(value) + "?take=1").then().statusCode(200).body(equalTo(value));
  }

  @Test
  void sealedBlockIsReadAndStays() {
    String text = unique();
    String path = sealed(text);
    tig().get(path + "?take=1").then().statusCode(200).body(equalTo(text));
    tig().get(path + "?take=1").then().statusCode(200).body(equalTo(text));
    assertThat(read(path)).isEqualTo(text);
  }

  @VariesByServer
  @Test
  void headTakesNothing() {
    String path = slot("value");
    tig().head(path + "?take=1");
    assertThat(read(path)).isEqualTo("value");
  }

  @Test
  void askingNotToTakeReads() {
    String path = slot("value");
    tig().get(path + "?take=0").then().statusCode(200).body(equalTo("value"));
    assertThat(read(path)).isEqualTo("value");
  }

  @Test
  void takenSlotIsFreeToBeSetAgain() {
    String path = slot("value");
    tig().get(path + "?take=1").then().statusCode(200);
    tig().body("next").put(path + "?setifnot=1").then().statusCode(200);
    assertThat(read(path)).isEqualTo("next");
  }
}
