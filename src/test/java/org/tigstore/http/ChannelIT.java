package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels: blocks that let readers, or writers, through to another block. */
class ChannelIT extends HttpTest {
  private static String readOnly(String target) {
    return "Read only channel to tig " + target;
  }

  private static String writeOnly(String target) {
    return "Write only channel to tig " + target;
  }

  private RequestSpecification with(String body) {
    return tig().body(body);
  }

  @VariesByServer
  @Test
  void readChannelGivesTheTarget() {
    String target = slot("value");
    String channel = slot(readOnly(target));
    assertThat(read(channel)).isEqualTo("value");
    with("changed").put(target).then().statusCode(200);
    assertThat(read(channel)).isEqualTo("changed");
  }

  @Test
  void readChannelMayBeSealed() {
    String channel = sealed(readOnly(slot("value")));
    assertThat(read(channel)).isEqualTo("value");
  }

  @Test
  void readChannelIsDescribedAsWhatItGives() {
    String channel = sealed(readOnly(slot("value")));
    tig()
        .get(channel + "?Content-Type=text/css")
        .then()
        .statusCode(200)
        .header("ETag", equalTo(tagOf("value")))
        .header("Content-Length", equalTo("5"))
        .header("Content-Type", equalTo("text/css"))
        .header("Cache-Control", equalTo("no-store"));
    tig().head(channel).then().statusCode(200).header("Content-Length", equalTo("5"));
  }

  @Test
  void readChannelTakesRangesAndTags() {
    String channel = slot(readOnly(slot("value")));
    tig()
        .header("Range", "bytes=1-2")
        .get(channel)
        .then()
        .statusCode(206)
        .header("Content-Range", equalTo("bytes 1-2/5"))
        .body(equalTo("al"));
    tig().header("If-None-Match", tagOf("value")).get(channel).then().statusCode(304);
  }

  @Test
  void readChannelToAnIndexGivesItsBurst() {
    String index = slot(sealed("abc") + "\n" + sealed("def"));
    assertThat(read(slot(readOnly(index)) + "?burst=1")).isEqualTo("abcdef");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, ''",
    "POST, ''",
    "PUT, ?append=1",
    "PUT, ?setifnot=1",
    "DELETE, ''",
    "GET, ?take=1"
  })
  void readChannelRefusesEveryChange(String method, String query) {
    String target = slot("value");
    for (String channel : new String[] {slot(readOnly(target)), sealed(readOnly(target))}) {
      with("").request(method, channel + query).then().statusCode(403).body(emptyString());
      assertThat(read(channel)).isEqualTo("value");
    }
    assertThat(read(target)).isEqualTo("value");
  }

  @Test
  void readChannelToNothingIsNotFound() {
    tig().get(slot(readOnly(freshSlot()))).then().statusCode(404).body(emptyString());
  }

  @VariesByServer
  @Test
  void writeChannelWritesTheTargetAndAnswersWithItsOwnPath() {
    String target = freshSlot();
    String channel = slot(writeOnly(target));
    with("one").put(channel).then().statusCode(200).body(equalTo(channel));
    assertThat(read(target)).isEqualTo("one");
    with("two").post(channel).then().statusCode(200).body(equalTo(channel));
    assertThat(read(target)).isEqualTo("two");
  }

  @Test
  void writeChannelMayBeSealed() {
    String target = slot("one");
    String channel = sealed(writeOnly(target));
    with("two").put(channel).then().statusCode(200).body(equalTo(channel));
    assertThat(read(target)).isEqualTo("two");
  }

  @Test
  void writeChannelFormatsItsOwnPath() {
    String channel = slot(writeOnly(freshSlot()));
    with("one").put(channel + "?format=x*y").then().body(equalTo("x" + channel + "y"));
  }

  @Test
  void writeChannelAppends() {
    String target = slot("one,");
    String channel = slot(writeOnly(target));
    with("two").post(channel + "?append=1").then().statusCode(200).body(equalTo(channel));
    assertThat(read(target)).isEqualTo("one,two");
  }

  @Test
  void writeChannelSetsIfNot() {
    String target = freshSlot();
    String setIfNot = slot(writeOnly(target)) + "?setifnot=1";
    with("one").put(setIfNot).then().statusCode(200);
    with("two").put(setIfNot).then().statusCode(409).body(emptyString());
    assertThat(read(target)).isEqualTo("one");
  }

  @Test
  void writeChannelComparesWithTheTarget() {
    String target = slot("one");
    String channel = slot(writeOnly(target));
    tig().header("If-Match", tagOf("other")).body("two").put(channel).then().statusCode(412);
    tig().header("If-Match", tagOf("one")).body("two").put(channel).then().statusCode(200);
    assertThat(read(target)).isEqualTo("two");
  }

  @Test
  void writeChannelChecksTheDigest() {
    String target = slot("one");
    tig()
        .header("Content-Digest", digestOf("other"))
        .body("two")
        .put(slot(writeOnly(target)))
        .then()
        .statusCode(400);
    assertThat(read(target)).isEqualTo("one");
  }

  @Test
  void writeChannelDoesNotChangeASealedTarget() {
    String text = unique();
    String target = sealed(text);
    with("x").put(slot(writeOnly(target))).then().statusCode(409).body(emptyString());
    assertThat(read(target)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"GET, ''", "GET, ?take=1", "GET, ?burst=1", "HEAD, ''", "DELETE, ''"})
  void writeChannelRefusesEverythingElse(String method, String query) {
    String target = slot("secret");
    for (String channel : new String[] {slot(writeOnly(target)), sealed(writeOnly(target))}) {
      tig().request(method, channel + query).then().statusCode(403).body(emptyString());
      with("new secret").put(channel).then().statusCode(200).body(equalTo(channel));
    }
    assertThat(read(target)).isEqualTo("new secret");
  }

  @Test
  void channelIsNotFollowedToAChannel() {
    String target = slot("value");
    tig().get(slot(readOnly(slot(readOnly(target))))).then().statusCode(403).body(emptyString());
    with("x").put(slot(writeOnly(slot(writeOnly(target))))).then().statusCode(403);
    assertThat(read(target)).isEqualTo("value");
  }

  @Test
  void channelDoesNotWriteIntoAChannelOfTheOtherKind() {
    String inner = slot(readOnly(slot("value")));
    with("x").put(slot(writeOnly(inner))).then().statusCode(403);
    assertThat(read(inner)).isEqualTo("value");
  }

  @Test
  void channelToItselfGoesNowhere() {
    String path = freshSlot();
    with(readOnly(path)).put(path).then().statusCode(200);
    tig().get(path).then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "  \t\n\n"})
  void whiteSpaceBehindAChannelDoesNotMatter(String end) {
    assertThat(read(slot(readOnly(slot("value")) + end))).isEqualTo("value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read only channel to tig %s",
        " Read only channel to tig %s",
        "Read only channel to tig %s and more",
        "Read only channel to tig\n%s",
        "Read and write channel to tig %s",
        "Read only channel to tig /../%s.x"
      })
  void almostAChannelIsABlockLikeAnyOther(String format) {
    String content = String.format(format, freshSlot());
    String path = slot(content);
    assertThat(read(path)).isEqualTo(content);
    with("changed").put(path).then().statusCode(200);
    tig().delete(path).then().statusCode(200);
  }

  @Test
  void contentOfAHundredAndTwentyBytesIsNoChannel() {
    String channel = readOnly(slot("value"));
    String under = channel + " ".repeat(119 - channel.length());
    assertThat(read(slot(under))).isEqualTo("value");
    assertThat(read(slot(under + " "))).isEqualTo(under + " ");
  }
}
