package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bursts: reading an index as what it names. */
class BurstIT extends HttpTest {
  private String first = "";
  private String second = "";
  private String third = "";

  @BeforeEach
  void sealParts() {
    first = sealed("abc");
    second = sealed("defgh");
    third = sealed("ij");
  }

  private String index(String... lines) {
    return sealed(String.join("\n", lines));
  }

  private String burst(String... lines) {
    return read(index(lines) + "?burst=1");
  }

  private static String bare(String path) {
    return path.substring(1);
  }

  @Test
  void linesArePaths() {
    assertThat(burst(first, second, third)).isEqualTo("abcdefghij");
  }

  @Test
  void linesAreBareNames() {
    assertThat(burst(bare(first), bare(second))).isEqualTo("abcdefgh");
  }

  @Test
  void linesAreAddresses() {
    assertThat(burst("http://127.0.0.1:7777" + first, "https://example.com/tig" + second))
        .isEqualTo("abcdefgh");
  }

  @Test
  void linesAreOfAnyFormTogether() {
    assertThat(burst(first, bare(second), host() + third)).isEqualTo("abcdefghij");
  }

  @Test
  void blankLinesAndCarriageReturnsDoNotCount() {
    assertThat(burst("", first + "\r", "\r", "", second + "\r", "", "")).isEqualTo("abcdefgh");
  }

  @Test
  void lastLineNeedsNoEnd() {
    assertThat(read(sealed(first) + "?burst=1")).isEqualTo("abc");
    assertThat(read(sealed(first + "\n") + "?burst=1")).isEqualTo("abc");
  }

  @Test
  void partMayComeMoreThanOnce() {
    assertThat(burst(first, first, second, first)).isEqualTo("abcabcdefghabc");
  }

  @Test
  void emptyPartsAddNothing() {
    assertThat(burst(sealed(""), first, sealed(""), second, sealed(""))).isEqualTo("abcdefgh");
  }

  @Test
  void emptyIndexIsAnEmptyBurst() {
    tig()
        .get(slot("") + "?burst=1")
        .then()
        .statusCode(200)
        .header("Content-Length", equalTo("0"))
        .body(emptyString());
  }

  @Test
  void burstHasALengthAndIsNeverKept() {
    tig()
        .get(index(first, second) + "?burst=1&Content-Type=text/css")
        .then()
        .statusCode(200)
        .header("Content-Length", equalTo("8"))
        .header("Content-Type", equalTo("text/css"))
        .header("Accept-Ranges", equalTo("bytes"))
        .header("Cache-Control", equalTo("no-store"))
        .header("Content-Security-Policy", equalTo("sandbox allow-scripts"));
  }

  @Test
  void headTellsTheLengthOfTheBurst() {
    tig()
        .head(index(first, second, third) + "?burst=1")
        .then()
        .statusCode(200)
        .header("Content-Length", equalTo("10"));
  }

  @Test
  void withoutBurstTheIndexItselfIsRead() {
    assertThat(read(index(first, second))).isEqualTo(first + "\n" + second);
  }

  @Test
  void slotIsAnIndexWhoseBurstFollowsIt() {
    String path = slot(first);
    assertThat(read(path + "?burst=1")).isEqualTo("abc");
    tig().body("\n" + third).put(path + "?append=1").then().statusCode(200);
    assertThat(read(path + "?burst=1")).isEqualTo("abcij");
  }

  @Test
  void slotsAreParts() {
    String part = slot("old");
    String index = index(first, part, third);
    assertThat(read(index + "?burst=1")).isEqualTo("abcoldij");
    tig().body("newer").put(part).then().statusCode(200);
    assertThat(read(index + "?burst=1")).isEqualTo("abcnewerij");
  }

  @Test
  void readChannelsAreParts() {
    String channel = slot("Read only channel to tig " + second);
    assertThat(burst(first, channel, third)).isEqualTo("abcdefghij");
  }

  @Test
  void writeChannelsAreNoParts() {
    String channel = slot("Write only channel to tig " + slot("secret"));
    tig()
        .get(index(first, channel) + "?burst=1")
        .then()
        .statusCode(403)
        .header("Tig-Reason", containsString(bare(channel)))
        .body(emptyString());
  }

  @Test
  void burstIsOneLevelDeep() {
    String inner = index(first, second);
    assertThat(burst(inner, third)).isEqualTo(first + "\n" + second + "ij");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-2, 0, 3",
    "bytes=3-7, 3, 8",
    "bytes=2-3, 2, 4",
    "bytes=1-8, 1, 9",
    "bytes=7-, 7, 10",
    "bytes=-3, 7, 10",
    "bytes=9-20, 9, 10",
    "bytes=0-9, 0, 10"
  })
  void rangeCrossesTheBordersOfParts(String range, int from, int to) {
    tig()
        .header("Range", range)
        .get(index(first, sealed(""), second, third) + "?burst=1")
        .then()
        .statusCode(206)
        .header("Content-Range", equalTo("bytes " + from + "-" + (to - 1) + "/10"))
        .header("Content-Length", equalTo(Integer.toString(to - from)))
        .body(equalTo("abcdefghij".substring(from, to)));
  }

  @Test
  void rangeOutsideIsUnsatisfiable() {
    tig()
        .header("Range", "bytes=10-")
        .get(index(first, second, third) + "?burst=1")
        .then()
        .statusCode(416)
        .header("Content-Range", equalTo("bytes */10"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void missingPartIsNamed(int position) {
    String missing = freshSlot();
    List<String> lines = Stream.of(first, second).collect(Collectors.toList());
    lines.add(position, missing);
    tig()
        .get(index(lines.toArray(String[]::new)) + "?burst=1")
        .then()
        .statusCode(404)
        .header("Tig-Reason", containsString(bare(missing)))
        .body(emptyString());
  }

  @Test
  void missingIndexIsNotFound() {
    tig().get(freshSlot() + "?burst=1").then().statusCode(404).body(emptyString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no name",
        "/BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD.tig",
        "/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.tig/",
        "../../etc/passwd"
      })
  void lineThatNamesNoBlockMakesNoIndex(String line) {
    tig().get(index(first, line) + "?burst=1").then().statusCode(422).body(emptyString());
  }

  @Test
  void bytesOfAnyKindMakeNoIndex() {
    tig().get(slot("\0".repeat(100_000)) + "?burst=1").then().statusCode(422);
  }

  @Test
  void largeBurstIsWhole() {
    String part = "0123456789".repeat(20_000);
    String large = sealed(part);
    assertThat(burst(large, first, large, second, large))
        .isEqualTo(part + "abc" + part + "defgh" + part);
  }

  @VariesByServer
  @Test
  void burstOfAPartThatChangesWhileItIsSentIsNotSentToItsEnd() throws IOException {
    String large = "x".repeat(RawConnection.MORE_THAN_IT_HOLDS);
    String part = slot("value");
    String index = index(sealed(large), part);
    try (RawConnection connection = slowConnection()) {
      connection.head("GET " + index + "?burst=1", "Connection: close");
      assertThat(connection.answerHead().status()).isEqualTo(200);
      tig().body("another value").put(part).then().statusCode(200);

      assertThat(connection.countRest()).isLessThan(large.length() + "value".length());
    }
  }

  @Test
  void manyPartsMakeOneBurst() {
    String lines = (first + "\n" + third + "\n").repeat(1000);
    assertThat(read(sealed(lines) + "?burst=1")).isEqualTo("abcij".repeat(1000));
  }
}
