package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.Eventually;

/** Wrong keys are limited, misses only where a rate is set for them, and no answer is held back. */
class ThrottleIT {
  private static final String MISSING =
      "/0000000000000000000000000000000000000000000000000000000000000000.tig";
  private static final String EMPTY =
      "/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.tig";
  private static final String KEY = "Secret-7";
  private static final String SEAL = "PUT /?apikey=" + KEY;
  private static final String LIST = "HEAD /?apikey=" + KEY;
  private static final String GUESS = "HEAD /?apikey=wrong";
  private static final String CLIENT = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";
  private static final int BURST = 100;
  private static final int MISS_RATE = 5;
  private static final Pattern RETRY_AFTER = Pattern.compile("\r\nRetry-After: (\\d+)");
  private static final Pattern DATE = Pattern.compile("\r\nDate: [^\r]*");

  @TempDir Path data;

  private static String request(String line) {
    return line + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
  }

  private static String answer(String from, URI address, String line) throws IOException {
    return answers(from, address, line, 1).get(0);
  }

  private static List<String> answers(String from, URI address, String line, int count)
      throws IOException {
    try (RawCaller caller = RawCaller.from(from, address)) {
      return caller.send(request(line).repeat(count)).answers(count);
    }
  }

  private static void assertAll(int status, List<String> answers) {
    assertThat(answers).allMatch(answer -> answer.startsWith("HTTP/1.1 " + status + " "));
  }

  /** Sends this until it is refused for being too much, as another refusal says. */
  private static void awaitRefusal(String refusal, URI address, String line)
      throws InterruptedException {
    Eventually.holds(
        line + " is refused", () -> undated(answer(CLIENT, address, line)).equals(refusal));
  }

  private static String undated(String answer) {
    return DATE.matcher(answer).replaceAll("");
  }

  /** Waits for as long as this answer says. */
  private static void waitAsToldBy(String refusal) throws InterruptedException {
    Matcher seconds = RETRY_AFTER.matcher(refusal);
    assertThat(seconds.find()).isTrue();
    TimeUnit.SECONDS.sleep(Long.parseLong(seconds.group(1)));
  }

  private void setKey() throws IOException {
    Files.writeString(data.resolve("apikey"), KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET " + MISSING,
        "HEAD " + MISSING,
        "GET " + MISSING + "?burst=1",
        "GET " + MISSING + "?chtimes=0",
        "PUT /",
        "DELETE " + MISSING,
        "GET /?apikey=wrong"
      })
  void failedAttemptIsAnsweredAndTheConnectionGoesOn(String line) throws IOException {
    setKey();
    try (TigProcess process = TigProcess.serving(data);
        RawCaller caller = RawCaller.to(process.awaitAddress())) {
      assertThat(caller.send(request(line)).answer())
          .matches("(?s)HTTP/1.1 40[14] .*Tig-Reason: .*Content-Length: 0.*");
      assertThat(caller.send(request("GET /health/live")).answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void missesAreNotLimited() throws IOException {
    try (TigProcess process = TigProcess.serving(data)) {
      URI address = process.awaitAddress();
      for (int hundred = 0; hundred < 10; hundred++) {
        assertAll(404, answers(CLIENT, address, "GET " + MISSING, 100));
      }
      assertAll(404, answers(CLIENT, address, "HEAD " + MISSING, 100));
      assertAll(404, answers(CLIENT, address, "GET " + MISSING + "?burst=1", 100));
      assertAll(404, answers(CLIENT, address, "DELETE " + MISSING, 100));
    }
  }

  @Test
  void wrongKeysBeyondTheBurstAreRefusedForASecond() throws Exception {
    setKey();
    try (TigProcess process = TigProcess.serving(data, "--open-metrics", "true")) {
      URI address = process.awaitAddress();
      assertAll(401, answers(CLIENT, address, GUESS, BURST));
      String refusal;
      try (RepeatedRequest guesses = new RepeatedRequest(CLIENT, address, request(GUESS))) {
        refusal = guesses.awaitAnswer(429);
      }
      assertThat(refusal)
          .contains("\r\nTig-Reason: too many wrong keys from this network", "Content-Length: 0");
      waitAsToldBy(refusal);
      assertThat(answer(CLIENT, address, LIST)).startsWith("HTTP/1.1 200 ");
      assertThat(answer(CLIENT, address, GUESS)).startsWith("HTTP/1.1 401 ");
      Eventually.holds(
          "the refusal is counted",
          () ->
              RestAssured.get(address.resolve("/metrics"))
                  .asString()
                  .matches("(?s).*\ntig_throttled_total\\{how=\"too_many\"} [1-9].*"));
    }
  }

  @Test
  void theRightKeyIsRefusedInTheNetworkOfAGuesserAndServedInOthers() throws Exception {
    setKey();
    try (TigProcess process = TigProcess.serving(data)) {
      URI address = process.awaitAddress();
      assertThat(answer(OTHER, address, SEAL)).startsWith("HTTP/1.1 200 ");
      try (RepeatedRequest guesses = new RepeatedRequest(CLIENT, address, request(GUESS))) {
        String refusal = undated(guesses.awaitAnswer(429));
        awaitRefusal(refusal, address, LIST);
        assertAll(200, answers(OTHER, address, LIST, 100));
        // What needs no key goes on, and who shows none is not told to wait.
        assertAll(200, answers(CLIENT, address, "HEAD " + EMPTY, 100));
        assertAll(200, answers(CLIENT, address, "HEAD " + EMPTY + "?apikey=wrong", 100));
        assertAll(401, answers(CLIENT, address, "PUT /", 100));
        awaitRefusal(refusal, address, LIST);
      }
    }
  }

  @Test
  void missesBeyondTheirRateAreRefusedAndHitsWithThem() throws Exception {
    setKey();
    String rate = Integer.toString(MISS_RATE);
    try (TigProcess process = TigProcess.serving(data, "--miss-rate", rate)) {
      URI address = process.awaitAddress();
      assertThat(answer(CLIENT, address, SEAL)).startsWith("HTTP/1.1 200 ");
      assertAll(404, answers(CLIENT, address, "HEAD " + MISSING, MISS_RATE));
      String refusal;
      String miss = request("HEAD " + MISSING + "?chtimes=0");
      try (RepeatedRequest misses = new RepeatedRequest(CLIENT, address, miss)) {
        refusal = misses.awaitAnswer(429);
        awaitRefusal(undated(refusal), address, "HEAD " + EMPTY);
        assertAll(200, answers(OTHER, address, "HEAD " + EMPTY, 100));
        assertAll(404, answers(OTHER, address, "HEAD " + MISSING, MISS_RATE));
        // With the key one may list all names.
        assertAll(404, answers(CLIENT, address, "DELETE " + MISSING + "?apikey=" + KEY, 100));
        assertAll(200, answers(CLIENT, address, LIST, 100));
        assertThat(answer(CLIENT, address, SEAL)).startsWith("HTTP/1.1 200 ");
        assertAll(200, answers(CLIENT, address, "HEAD /health/live", 100));
      }
      waitAsToldBy(refusal);
      assertThat(answer(CLIENT, address, "HEAD " + EMPTY)).startsWith("HTTP/1.1 200 ");
      assertThat(answer(CLIENT, address, "HEAD " + MISSING)).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void settingsOfEarlierVersionsAreIgnoredWithAWarning() throws IOException {
    try (TigProcess process =
        TigProcess.start(
            TigProcess.thisJava(),
            List.of(),
            Map.of("TIG_FAILURE_INTERVAL", "PT6S"),
            "--failure-delay=PT1H",
            "--port=0",
            "--data=" + data)) {
      assertAll(404, answers(CLIENT, process.awaitAddress(), "HEAD " + MISSING, 2));
      assertThat(process.errorLines())
          .contains(
              "[WARNING] tig.failureDelay was removed and is ignored"
                  + " (system property tig.failureDelay)",
              "[WARNING] tig.failureInterval was removed and is ignored"
                  + " (environment variable TIG_FAILURE_INTERVAL)");
    }
  }
}
