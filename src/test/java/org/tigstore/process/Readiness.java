package org.tigstore.process;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/** What a server answers whoever asks whether it is ready. */
record Readiness(TigServer server) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Returns once callers are told that they may come. */
  void awaitReady() throws IOException, InterruptedException {
    await(200);
  }

  /** The reason why callers should not come, once they are told so. */
  String awaitNotReady() throws IOException, InterruptedException {
    return await(503).headers().firstValue("Tig-Reason").orElse("");
  }

  private HttpResponse<String> await(int status) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    HttpResponse<String> answer = ask();
    while (answer.statusCode() != status) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("still " + answer.statusCode() + " and not " + status);
      }
      Thread.sleep(PAUSE.toMillis());
      answer = ask();
    }
    return answer;
  }

  private HttpResponse<String> ask() throws IOException, InterruptedException {
    return server.send(server.request("/health/ready"));
  }
}
