package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
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

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String answer(Socket socket) throws IOException {
    byte[] answer = new byte[4096];
    int count = Math.max(0, socket.getInputStream().read(answer));
    return new String(answer, 0, count, ISO_8859_1);
  }

  private static String answer(URI address, String request) throws IOException {
    try (Socket socket = TigProcess.connect(address)) {
      send(socket, request);
      return answer(socket);
    }
  }

  private static void assertTurnedAwayWhileOthersRun(URI address, String status, int others)
      throws Exception {
    Socket[] running = new Socket[others];
    for (int number = 0; number < others; number++) {
      running[number] = TigProcess.connect(address);
      send(running[number], EXPECTING);
      // It is asked for its body when it has been let in.
      assertThat(answer(running[number])).startsWith("HTTP/1.1 100 ");
    }
    String refusal = answer(address, UPLOAD + "abc");
    assertThat(refusal)
        .startsWith("HTTP/1.1 " + status)
        .contains("\r\nRetry-After: 1\r\n", "\r\nContent-Length: 0\r\n");
    assertThat(answer(address, PROBE)).startsWith("HTTP/1.1 200 ");
    for (Socket one : running) {
      send(one, "abc");
      assertThat(answer(one)).startsWith("HTTP/1.1 200 ");
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
