package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;

/** What is too much at once is turned away, and let in again when there is room. */
class LimitsIT {
  private static final String UPLOAD = "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n";
  private static final String EXPECTING = UPLOAD.replace("Host", "Expect: 100-continue\r\nHost");
  private static final String PROBE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir Path data;

  private static String answer(URI address, String request) throws IOException {
    try (RawCaller caller = RawCaller.to(address)) {
      return caller.send(request).answer();
    }
  }

  private static void assertTurnedAwayWhileOthersRun(URI address, String status, int others)
      throws Exception {
    RawCaller[] running = new RawCaller[others];
    for (int number = 0; number < others; number++) {
      running[number] = RawCaller.to(address).send(EXPECTING);
      // It is asked for its body when it has been let in.
      assertThat(running[number].answer()).startsWith("HTTP/1.1 100 ");
    }
    String refusal = answer(address, UPLOAD + "abc");
    assertThat(refusal)
        .startsWith("HTTP/1.1 " + status)
        .contains("\r\nRetry-After: 1\r\n", "\r\nContent-Length: 0\r\n");
    assertThat(answer(address, PROBE)).startsWith("HTTP/1.1 200 ");
    for (RawCaller one : running) {
      assertThat(one.send("abc").answer()).startsWith("HTTP/1.1 200 ");
      one.close();
    }
    Eventually.holds(
        "room again", () -> answer(address, UPLOAD + "abc").startsWith("HTTP/1.1 200"));
  }

  @Test
  void uploadsBeyondTheLimitWait() throws Exception {
    try (TigProcess process = TigProcess.serving(data, "--max-uploads", "2")) {
      URI address = process.awaitAddress();
      assertTurnedAwayWhileOthersRun(address, "503 ", 2);
    }
  }

  @Test
  void requestsOfOneClientBeyondTheLimitWait() throws Exception {
    try (TigProcess process = TigProcess.serving(data, "--max-requests-per-client", "3")) {
      URI address = process.awaitAddress();
      assertTurnedAwayWhileOthersRun(address, "429 ", 3);
    }
  }
}
