package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who guesses API keys gets nowhere, learns nothing, and harms nobody. */
class WrongKeysLoadIT extends LoadTest {
  private static final int GUESSERS = 20;
  private static final int GUESSES_OF_EACH = 150;
  private static final int OWNERS_REQUESTS = 100;
  private static final String KEY = "the-owners-own-key";
  private static final String WRONG = "a-wrong-guess";
  private static final String TEXT = "the owner's block";
  private static final String SLOT = "/" + StoreCalls.nameOf("slot");

  @Test
  void thousandsOfWrongKeysAreRefusedAndNeverSaidWhileTheOwnerIsServed() throws Exception {
    Files.writeString(directory().path().resolve("apikey"), KEY + "\n");
    ExecutorService clients = Executors.newFixedThreadPool(GUESSERS + 1);
    try (TigServer server = start("128m")) {
      assertOwnerIsServed(server, 0);
      List<Callable<Integer>> tasks = new ArrayList<>();
      tasks.add(() -> serveOwner(server));
      for (int guesser = 0; guesser < GUESSERS; guesser++) {
        int own = guesser;
        tasks.add(() -> guess(server, own));
      }
      int done = 0;
      for (Future<Integer> task : clients.invokeAll(tasks)) {
        done += task.get();
      }
      assertThat(done).isEqualTo(OWNERS_REQUESTS + GUESSERS * GUESSES_OF_EACH);
      assertThat(directory().blocks())
          .containsExactlyInAnyOrder(StoreCalls.nameOf(TEXT), StoreCalls.nameOf("slot"));
      server.process().terminate();
      assertThat(server.process().outputText()).contains("tig stores blocks in");
      assertThat(server.process().outputText()).doesNotContain(KEY).doesNotContain(WRONG);
    } finally {
      clients.shutdownNow();
    }
  }

  private static int serveOwner(TigServer server) throws Exception {
    for (int number = 0; number < OWNERS_REQUESTS; number++) {
      assertOwnerIsServed(server, number);
    }
    return OWNERS_REQUESTS;
  }

  private static void assertOwnerIsServed(TigServer server, int number) throws Exception {
    HttpResponse<String> sealed =
        server.send(server.request("/?apikey=" + KEY).PUT(BodyPublishers.ofString(TEXT)));
    assertThat(sealed.statusCode()).isEqualTo(200);
    assertThat(sealed.body()).isEqualTo("/" + StoreCalls.nameOf(TEXT));
    String value = "value " + number;
    HttpResponse<String> written =
        server.send(
            server.request(SLOT).header("X-API-Key", KEY).PUT(BodyPublishers.ofString(value)));
    assertThat(written.statusCode()).isEqualTo(200);
    HttpResponse<String> read = server.send(server.request(SLOT).GET());
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(value);
  }

  private static int guess(TigServer server, int guesser) throws Exception {
    for (int number = 0; number < GUESSES_OF_EACH; number++) {
      String key = WRONG + "-" + guesser + "-" + number;
      HttpResponse<String> answer = server.send(attempt(server, key, number));
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().map().toString()).doesNotContain(KEY).doesNotContain(WRONG);
    }
    return GUESSES_OF_EACH;
  }

  /** Everything that needs a key, with a wrong one given in every way in turn. */
  private static HttpRequest.Builder attempt(TigServer server, String key, int number) {
    HttpRequest.Builder request =
        switch (number % 4) {
          case 0 -> server.request("/?apikey=" + key).PUT(BodyPublishers.ofString("intruder"));
          case 1 -> server.request(SLOT + "?apikey=" + key).DELETE();
          case 2 -> server.request(SLOT + "?take=1").GET();
          default -> server.request("/").GET();
        };
    return number % 3 == 0
        ? request.header("X-API-Key", key)
        : request.header("Authorization", "Bearer " + key);
  }
}
