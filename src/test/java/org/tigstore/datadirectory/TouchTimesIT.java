package org.tigstore.datadirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tigstore.http.HttpTest;

/** The modification time of a block's file is the time of its last touch. */
class TouchTimesIT extends HttpTest {
  private static final Duration RETENTION = Duration.ofMinutes(10);

  private String text = "";
  private String path = "";

  @BeforeEach
  void seal() {
    text = "0123456789" + unique();
    path = sealed(text);
  }

  private static Instant earlier() {
    return Instant.now().minusSeconds(300).truncatedTo(ChronoUnit.SECONDS);
  }

  private static void setTouched(Instant time, String... paths) throws IOException {
    for (String path : paths) {
      DataFiles.setTouched(path, time);
    }
  }

  @Test
  void expiryIsOneRetentionAfterTheTouchOfThisReading() throws IOException {
    DataFiles.setTouched(path, earlier());
    Response answer = tig().get(path);
    assertThat(DataFiles.touched(path)).isAfter(earlier().plusSeconds(200));
    assertThat(expiry(answer))
        .isEqualTo(DataFiles.touched(path).plus(RETENTION).truncatedTo(ChronoUnit.SECONDS));
  }

  @Test
  void readingWithoutTouchingLeavesTheTime() throws IOException {
    Instant touched = earlier();
    DataFiles.setTouched(path, touched);
    Response answer = tig().get(path + "?chtimes=0");
    answer.then().statusCode(200).body(equalTo(text));
    assertThat(DataFiles.touched(path)).isEqualTo(touched);
    assertThat(expiry(answer)).isEqualTo(touched.plus(RETENTION));
  }

  @Test
  void headDoesNotTouch() throws IOException {
    Instant touched = earlier();
    DataFiles.setTouched(path, touched);
    Response answer = tig().head(path);
    assertThat(DataFiles.touched(path)).isEqualTo(touched);
    assertThat(expiry(answer)).isEqualTo(touched.plus(RETENTION));
  }

  @Test
  void callerThatHasTheBlockKeepsItAlive() throws IOException {
    DataFiles.setTouched(path, earlier());
    tig().header("If-None-Match", tagOf(text)).get(path).then().statusCode(304);
    assertThat(DataFiles.touched(path)).isAfter(earlier().plusSeconds(200));
  }

  @Test
  void writingRestartsRetention() throws IOException {
    String slot = slot("value");
    Instant earlier = earlier();
    DataFiles.setTouched(slot, earlier);
    tig().body("value").put(slot).then().statusCode(200);
    assertThat(DataFiles.touched(slot)).isAfter(earlier.plusSeconds(200));
  }

  @Test
  void sealingAgainAnswersTheSamePathAndTouches() throws IOException {
    Instant earlier = earlier();
    DataFiles.setTouched(path, earlier);
    assertThat(sealed(text)).isEqualTo(path);
    assertThat(DataFiles.touched(path)).isAfter(earlier.plusSeconds(200));
    assertThat(read(path)).isEqualTo(text);
  }

  @Test
  void readingThroughAChannelTouchesBoth() throws IOException {
    String target = slot("value");
    String channel = slot("Read only channel to tig " + target);
    Instant earlier = earlier();
    setTouched(earlier, target, channel);
    read(channel);
    assertThat(DataFiles.touched(target)).isAfter(earlier.plusSeconds(200));
    assertThat(DataFiles.touched(channel)).isAfter(earlier.plusSeconds(200));
  }

  @Test
  void burstTouchesIndexAndParts() throws IOException {
    String slot = slot("value");
    String index = sealed(path + "\n" + slot);
    Instant earlier = earlier();
    setTouched(earlier, index, path, slot);
    read(index + "?burst=1");
    for (String touched : List.of(index, path, slot)) {
      assertThat(DataFiles.touched(touched)).isAfter(earlier.plusSeconds(200));
    }
  }

  @ParameterizedTest
  @CsvSource({"GET, ?burst=1&chtimes=0", "HEAD, ?burst=1"})
  void burstCanLeaveTheTimes(String method, String query) throws IOException {
    String slot = slot("value");
    String index = sealed(path + "\n" + slot);
    Instant earlier = earlier();
    setTouched(earlier, index, path, slot);
    tig().request(method, index + query).then().statusCode(200);
    for (String untouched : List.of(index, path, slot)) {
      assertThat(DataFiles.touched(untouched)).isEqualTo(earlier);
    }
  }
}
