package org.tigstore.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many callers at once on one slot. */
class RacesIT extends HttpTest {
  private static final int RACERS = 8;
  private static final int ROUNDS = 5;

  @VariesByServer
  @RepeatedTest(ROUNDS)
  void setIfNotHasExactlyOneWinner() throws InterruptedException {
    String path = freshSlot();
    List<Integer> statuses =
        Racers.race(
            RACERS, number -> tig().body("racer " + number).put(path + "?setifnot=1").statusCode());
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    assertThat(read(path)).isEqualTo("racer " + statuses.indexOf(200));
  }

  @RepeatedTest(ROUNDS)
  void createOnlyHasExactlyOneWinner() throws InterruptedException {
    String path = freshSlot();
    List<Integer> statuses =
        Racers.race(
            RACERS,
            number ->
                tig().header("If-None-Match", "*").body("racer " + number).put(path).statusCode());
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
    assertThat(read(path)).isEqualTo("racer " + statuses.indexOf(200));
  }

  @RepeatedTest(ROUNDS)
  void exactlyOneTakerGetsTheValue() throws InterruptedException {
    String path = slot("treasure");
    List<String> takings =
        Racers.race(
            RACERS,
            number -> {
              Response answer = tig().get(path + "?take=1");
              return answer.statusCode() + answer.asString();
            });
    assertThat(takings).containsOnlyOnce("200treasure").containsOnly("200treasure", "404");
  }

  @Test
  void everyValuePutIsTakenOnceOrReplaced() throws InterruptedException {
    String path = freshSlot();
    List<List<String>> takings =
        Racers.race(
            RACERS, number -> number % 2 == 0 ? offered(path, number, 20) : taken(path, 40));
    List<String> all = takings.stream().flatMap(List::stream).toList();
    assertThat(all).isNotEmpty().doesNotHaveDuplicates();
  }

  /** Puts different values where there is none. */
  private List<String> offered(String path, int number, int times) {
    for (int time = 0; time < times; time++) {
      int status = tig().body(number + "/" + time).put(path + "?setifnot=1").statusCode();
      assertThat(status).isIn(200, 409);
    }
    return List.of();
  }

  private List<String> taken(String path, int times) {
    List<String> taken = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      Response answer = tig().get(path + "?take=1");
      if (answer.statusCode() == 200) {
        taken.add(answer.asString());
      }
    }
    return taken;
  }

  @Test
  void compareAndSetLosesNoIncrement() throws InterruptedException {
    String path = slot("0");
    int increments = 15;
    Racers.race(
        RACERS,
        number -> {
          for (int done = 0; done < increments; done++) {
            increment(path);
          }
          return number;
        });
    assertThat(read(path)).isEqualTo(Integer.toString(RACERS * increments));
  }

  private void increment(String path) {
    int status = 412;
    while (status == 412) {
      Response current = tig().get(path);
      String next = Integer.toString(Integer.parseInt(current.asString()) + 1);
      status = tig().header("If-Match", current.header("ETag")).body(next).put(path).statusCode();
    }
    assertThat(status).isEqualTo(200);
  }

  @Test
  void concurrentAppendsAreAllWhole() throws InterruptedException {
    String path = freshSlot();
    int appends = 15;
    Racers.race(
        RACERS,
        number -> {
          for (int append = 0; append < appends; append++) {
            tig().body(line(number, append)).post(path + "?append=1").then().statusCode(200);
          }
          return number;
        });
    List<String> expected =
        IntStream.range(0, RACERS * appends)
            .mapToObj(index -> line(index / appends, index % appends).strip())
            .toList();
    assertThat(read(path).lines()).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** A line of a length that its writer and number decide. */
  private static String line(int writer, int number) {
    return writer + "-" + number + "-" + "x".repeat(number * 700 + writer) + "\n";
  }

  @Test
  void appendedSlotIsReadWhole() throws InterruptedException {
    String path = slot("");
    AtomicBoolean writing = new AtomicBoolean(true);
    Callable<Integer> writer =
        () -> {
          try {
            for (int append = 0; append < 40; append++) {
              tig().body("0123456789".repeat(3000)).put(path + "?append=1").then().statusCode(200);
            }
          } finally {
            writing.set(false);
          }
          return 0;
        };
    Callable<Integer> reader =
        () -> {
          int readings = 0;
          while (writing.get()) {
            assertThat(readBytes(path).length % 30_000).isZero();
            readings++;
          }
          return readings;
        };
    assertThat(Racers.race(List.of(writer, reader, reader)).subList(1, 3))
        .allMatch(count -> count > 0);
  }

  @Test
  void readersSeeTheOldValueOrTheNewOneNeverAMixture() throws InterruptedException {
    String path = slot(value(0));
    AtomicBoolean writing = new AtomicBoolean(true);
    Callable<Integer> writer =
        () -> {
          try {
            for (int version = 1; version <= 50; version++) {
              tig().body(value(version)).put(path).then().statusCode(200);
            }
          } finally {
            writing.set(false);
          }
          return 0;
        };
    Callable<Integer> reader =
        () -> {
          int readings = 0;
          while (writing.get()) {
            String value = new String(readBytes(path), US_ASCII);
            assertThat(value).isEqualTo(value(Integer.parseInt(value.substring(0, 3))));
            readings++;
          }
          return readings;
        };
    List<Integer> readings = Racers.race(List.of(writer, reader, reader, reader));
    assertThat(readings.subList(1, 4)).allMatch(count -> count > 0);
  }

  /** A value that tells its version in its first three characters, and whose size differs. */
  private static String value(int version) {
    char filler = (char) ('a' + version % 26);
    int size = version % 3 == 0 ? 10 : version % 3 == 1 ? 70_000 + version : 400_000 - version;
    return String.format("%03d", version) + String.valueOf(filler).repeat(size);
  }

  @Test
  void sealingTheSameBytesTogetherSucceedsForAll() throws InterruptedException {
    String text = unique().repeat(5000);
    List<String> answers =
        Racers.race(RACERS, number -> tig().body(text).put("/").then().extract().asString());
    assertThat(answers).containsOnly("/" + nameOf(text));
    assertThat(read("/" + nameOf(text))).isEqualTo(text);
  }

  @RepeatedTest(ROUNDS)
  void exactlyOneDeletionSucceeds() throws InterruptedException {
    String path = slot("value");
    List<Integer> statuses = Racers.race(RACERS, number -> tig().delete(path).statusCode());
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 404);
  }
}
