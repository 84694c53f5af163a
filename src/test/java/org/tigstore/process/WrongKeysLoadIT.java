package org.tigstore.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Guessing API keys leads nowhere, tells nothing, and keeps no other network from being served. */
class WrongKeysLoadIT extends LoadTest {
  private static final int GUESSERS = 20;
  private static final int GUESSES_OF_EACH = 150;
  private static final int OWNERS_REQUESTS = 100;
  private static final String KEY = "the-owners-own-key";
  private static final String WRONG = "a-wrong-guess";
  private static final String GUESSERS_ADDRESS = "127.0.0.2";
  private static final int BURST = 100;
  private static final int PER_SECOND = 10;
  private static final String TEXT = "the owner's block";
  private static final String SLOT = "/" + StoreCalls.nameOf("slot");

  /** How many guesses were told that they are wrong. */
  private final AtomicInteger told = new AtomicInteger();

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
      long begun = System.nanoTime();
      int done = 0;
      for (Future<Integer> task : clients.invokeAll(tasks)) {
        done += task.get();
      }
      assertThat(done).isEqualTo(OWNERS_REQUESTS + GUESSERS * GUESSES_OF_EACH);
      long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
      assertThat(told.longValue()).isBetween((long) BURST, BURST + PER_SECOND * seconds);
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

  private int guess(TigServer server, int guesser) throws Exception {
    for (int number = 0; number < GUESSES_OF_EACH; number++) {
      String answer = answer(server, attempt(WRONG + "-" + guesser + "-" + number, number));
      if (answer.startsWith("HTTP/1.1 401 ")) {
        told.incrementAndGet();
      } else {
        assertThat(answer).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 1\r\n");
      }
      // No body.
      assertThat(answer.split("\r\n\r\n", -1)[1]).isEmpty();
      assertThat(answer).doesNotContain(KEY).doesNotContain(WRONG);
    }
    return GUESSES_OF_EACH;
  }

  private static String answer(TigServer server, String request) throws IOException {
    try (Socket socket = server.connectFrom(GUESSERS_ADDRESS)) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  /** Everything that needs a key, with a wrong one given in every way in turn. */
  private static String attempt(String key, int number) {
    String line =
        switch (number % 4) {
          case 0 -> "PUT /?apikey=" + key;
          case 1 -> "DELETE " + SLOT + "?apikey=" + key;
          case 2 -> "GET " + SLOT + "?take=1";
          default -> "GET /";
        };
    String field = number % 3 == 0 ? "X-API-Key: " : "Authorization: Bearer ";
    String body = line.startsWith("PUT") ? "intruder" : "";
    return line
        + " HTTP/1.1\r\nHost: tig\r\nConnection: close\r\n"
        + (field + key + "\r\n")
        + ("Content-Length: " + body.length() + "\r\n\r\n" + body);
  }
}
