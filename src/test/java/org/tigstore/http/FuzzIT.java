package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;

/**
 * Requests at random do no harm. A build sends the same ones each time, so many as a minute takes.
 * {@code -Dtig.fuzz=PT1H} sends others, for so long; {@code -Dtig.fuzzSeed=} repeats the requests
 * of a run that printed this seed.
 */
class FuzzIT extends HttpTest {
  private static final boolean IN_BUILD = System.getProperty("tig.fuzz") == null;
  private static final Duration TIME = Duration.parse(System.getProperty("tig.fuzz", "PT1M"));
  private static final long MOST_REQUESTS =
      !IN_BUILD ? Long.MAX_VALUE : System.getProperty("tig.server") == null ? 8000 : 1500;
  private static final long SEED_OF_BUILDS = 7;

  /** What a server may throw away with a connection whose client still sends. */
  private static final int SMALL = 10_000;

  private static final String KEY = "Fuzz-Key-7";
  private final long seed =
      Long.getLong("tig.fuzzSeed", IN_BUILD ? SEED_OF_BUILDS : new Random().nextLong());
  private final Choices choices = new Choices(new Random(seed));
  private final StoredFiles files = new StoredFiles();
  private RequestFuzzer fuzzer;

  @BeforeEach
  void storeWhatIsAskedFor() throws IOException {
    System.out.println("requests at random: -Dtig.fuzzSeed=" + seed);
    DataFiles.deleteBlocks();
    String slot = named(1, "value");
    String sealed = sealed("abc");
    List<String> paths =
        List.of(
            slot,
            sealed,
            sealed(sealed + "\n" + slot),
            sealed("x".repeat(100_000)),
            named(2, sealed + "\n" + slot),
            named(3, "Read only channel to tig " + slot),
            named(4, "Write only channel to tig " + slot));
    fuzzer = RequestFuzzer.of(choices, paths, root.getAuthority());
    files.remember();
  }

  /** Writes one of the slots that every run with this seed has. */
  private String named(int number, String text) {
    String path = "/%064x.tig".formatted(number);
    tig().body(text).put(path).then().statusCode(200);
    return path;
  }

  @AfterEach
  void forget() throws IOException {
    DataFiles.removeApiKey();
    DataFiles.deleteBlocks();
    files.forget();
  }

  @Test
  void requestsAtRandomAreAnsweredAndHarmNothingElse() throws Exception {
    sendFor(TIME.dividedBy(2));
    files.checkAll();
    assertFirstTranscript("");
  }

  @Test
  void requestsAtRandomChangeNothingWithoutTheKey() throws Exception {
    DataFiles.setApiKey(KEY);
    files.remember();
    sendFor(TIME.dividedBy(2));
    files.checkAll();
    files.checkUnchanged();
    assertFirstTranscript("?apikey=" + KEY);
  }

  private void assertFirstTranscript(String query) {
    String path = tig().body("123\n").put("/" + query).then().statusCode(200).extract().asString();
    assertThat(path)
        .isEqualTo("/181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b.tig");
    assertThat(read(path)).isEqualTo("123\n");
  }

  private void sendFor(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    long count = 0;
    while (System.nanoTime() < end && count < MOST_REQUESTS / 2) {
      List<FuzzedRequest> requests = fuzzer.next();
      count += requests.size();
      try (RawConnection connection = connection()) {
        exchange(connection, requests);
      } catch (IOException e) {
        throw new AssertionError("no answer to " + requests, e);
      }
    }
    System.out.println(count + " requests at random");
    Eventually.holds("no upload is left behind", DataFiles::uploadsAreEmpty);
  }

  private void exchange(RawConnection connection, List<FuzzedRequest> requests) throws IOException {
    if (!requests.get(0).wellFormed()) {
      FuzzedRequest request = requests.get(0);
      send(connection, request);
      end(connection);
      FuzzedAnswers.check(request, connection.restOrReset());
    } else if (choices.chance(50)) {
      sendAtOnce(connection, requests);
    } else {
      sendInTurns(connection, requests);
    }
  }

  /** Sends it, or what the server wants of it: it may have heard enough, and have gone. */
  private static void send(RawConnection connection, FuzzedRequest request) throws IOException {
    try {
      connection.send(request.text());
    } catch (SocketException e) {
      // What it said before can still be read.
    }
  }

  private static void end(RawConnection connection) throws IOException {
    try {
      connection.end();
    } catch (SocketException e) {
      // It is over anyway.
    }
  }

  private static void sendInTurns(RawConnection connection, List<FuzzedRequest> requests)
      throws IOException {
    for (FuzzedRequest request : requests) {
      send(connection, request);
      Optional<RawConnection.Answer> answer = answer(connection, request);
      if (answer.isEmpty() || mayEnd(answer.get())) {
        return;
      }
    }
  }

  /** Those that fit into what servers and networks hold while nobody reads answers. */
  private static void sendAtOnce(RawConnection connection, List<FuzzedRequest> requests)
      throws IOException {
    List<FuzzedRequest> small =
        requests.stream().filter(request -> request.text().length() < SMALL).toList();
    for (FuzzedRequest request : small) {
      send(connection, request);
    }
    for (FuzzedRequest request : small) {
      Optional<RawConnection.Answer> answer = answer(connection, request);
      if (answer.isEmpty() || mayEnd(answer.get())) {
        return;
      }
    }
  }

  /** After an error a server need not know where the next request begins. */
  private static boolean mayEnd(RawConnection.Answer answer) {
    return answer.status() >= 400 || "close".equalsIgnoreCase(answer.fields().get("Connection"));
  }

  /** The answer, which has to come; only to who still sends much it may be lost. */
  private static Optional<RawConnection.Answer> answer(
      RawConnection connection, FuzzedRequest request) throws IOException {
    try {
      RawConnection.Answer answer = connection.answerTo(request.method());
      while (answer.status() < 200) {
        FuzzedAnswers.check(request, answer);
        answer = connection.answerTo(request.method());
      }
      FuzzedAnswers.check(request, answer);
      return Optional.of(answer);
    } catch (EOFException | SocketException e) {
      if (request.text().length() < SMALL) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
