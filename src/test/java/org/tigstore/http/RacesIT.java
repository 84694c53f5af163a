package org.tigstore.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many callers at once on one slot. */
class RacesIT extends HttpTest {
  private static final int RACERS = 8;
  private static final int ROUNDS = 5;
  private static final int VALUES = 10;
  private static final int WRITES = 50;

  /** A client that costs the racers little, so that they meet. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private HttpResponse<String> put(String path, String body, String... fields)
      throws IOException, InterruptedException {
    return send("PUT", path, BodyPublishers.ofString(body), fields);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, BodyPublishers.noBody());
  }

  private HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(host() + path)).method(method, body);
    if (fields.length > 0) {
      request.headers(fields);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString(US_ASCII));
  }

  @VariesByServer
  @RepeatedTest(ROUNDS)
  void setIfNotHasExactlyOneWinner() throws InterruptedException {
    String path = freshSlot();
    List<Integer> statuses =
        Racers.race(RACERS, number -> put(path + "?setifnot=1", "racer " + number).statusCode());
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    assertThat(read(path)).isEqualTo("racer " + statuses.indexOf(200));
  }

  @RepeatedTest(ROUNDS)
  void createOnlyHasExactlyOneWinner() throws InterruptedException {
    String path = freshSlot();
    List<Integer> statuses =
        Racers.race(
            RACERS, number -> put(path, "racer " + number, "If-None-Match", "*").statusCode());
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
              HttpResponse<String> answer = get(path + "?take=1");
              return answer.statusCode() + answer.body();
            });
    assertThat(takings).containsOnlyOnce("200treasure").containsOnly("200treasure", "404");
  }

  @Test
  void everyValueSetIsTakenOnceOrStillThere() throws Exception {
    String path = freshSlot();
    int setters = RACERS / 2;
    AtomicInteger setting = new AtomicInteger(setters);
    List<List<String>> values =
        Racers.race(
            RACERS, number -> number < setters ? set(path, number, setting) : taken(path, setting));
    List<String> left = values.subList(setters, RACERS).stream().flatMap(List::stream).toList();
    HttpResponse<String> last = get(path);
    if (last.statusCode() == 200) {
      left = Stream.concat(left.stream(), Stream.of(last.body())).toList();
    }
    assertThat(left)
        .containsExactlyInAnyOrderElementsOf(
            values.subList(0, setters).stream().flatMap(List::stream).toList());
  }

  /** Sets some values, each when there is none, and returns them. */
  private List<String> set(String path, int number, AtomicInteger setting) throws Exception {
    List<String> set = new ArrayList<>();
    while (set.size() < VALUES && setting.get() > 0) {
      String value = number + "/" + set.size();
      int status = put(path + "?setifnot=1", value).statusCode();
      if (status == 200) {
        set.add(value);
      } else if (status != 409) {
        setting.set(0);
        fail("setting %s was answered with %d", value, status);
      }
    }
    setting.decrementAndGet();
    return set;
  }

  /** Takes values for as long as others set them, and returns them. */
  private List<String> taken(String path, AtomicInteger setting) throws Exception {
    List<String> taken = new ArrayList<>();
    try {
      while (setting.get() > 0) {
        HttpResponse<String> answer = get(path + "?take=1");
        assertThat(answer.statusCode()).isIn(200, 404);
        if (answer.statusCode() == 200) {
          taken.add(answer.body());
        }
      }
    } finally {
      setting.set(0);
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

  private void increment(String path) throws IOException, InterruptedException {
    int status = 412;
    while (status == 412) {
      HttpResponse<String> current = get(path);
      String tag = current.headers().firstValue("ETag").orElseThrow();
      String next = Integer.toString(Integer.parseInt(current.body()) + 1);
      status = put(path, next, "If-Match", tag).statusCode();
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
            assertThat(put(path + "?append=1", line(number, append)).statusCode()).isEqualTo(200);
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
    String piece = "0123456789".repeat(3000);
    readWhileWriting(
        path,
        number -> put(path + "?append=1", piece),
        value -> assertThat(value.length() % piece.length()).isZero());
  }

  @Test
  void readersSeeTheOldValueOrTheNewOneNeverAMixture() throws InterruptedException {
    String path = slot(value(0));
    readWhileWriting(
        path,
        number -> put(path, value(number)),
        value -> assertThat(value).isEqualTo(value(Integer.parseInt(value.substring(0, 3)))));
  }

  /** Lets readers read while each of many writes is made. */
  private void readWhileWriting(
      String path, Racers.Racer<HttpResponse<String>> write, Consumer<String> check)
      throws InterruptedException {
    for (int round = 1; round <= WRITES; round++) {
      int number = round;
      List<Callable<HttpResponse<String>>> racers =
          List.of(() -> write.run(number), () -> get(path), () -> get(path), () -> get(path));
      List<HttpResponse<String>> answers = Racers.race(racers);
      assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
      answers.subList(1, racers.size()).forEach(answer -> check.accept(answer.body()));
    }
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
    List<String> answers = Racers.race(RACERS, number -> put("/", text).body());
    assertThat(answers).containsOnly("/" + nameOf(text));
    assertThat(read("/" + nameOf(text))).isEqualTo(text);
  }

  @RepeatedTest(ROUNDS)
  void exactlyOneDeletionSucceeds() throws InterruptedException {
    String path = slot("value");
    List<Integer> statuses =
        Racers.race(RACERS, number -> send("DELETE", path, BodyPublishers.noBody()).statusCode());
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 404);
  }
}
