package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who keep their connections do not use up the memory. */
class KeptConnectionsIT {
  private static final int CONNECTIONS = 1000;
  private static final int REQUESTS_OF_EACH = 3;
  private static final byte[] REQUEST =
      "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1);

  @TempDir Path data;

  private static void ask(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    byte[] answer = new byte[4096];
    int count = Math.max(0, socket.getInputStream().read(answer));
    assertThat(new String(answer, 0, count, ISO_8859_1)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void manyConnectionsFitIntoASmallHeap() throws Exception {
    try (TigProcess process =
        TigProcess.start(
            TigProcess.thisJava(),
            List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
            "--data",
            data.toString(),
            "--port",
            "0")) {
      URI address = process.awaitAddress();
      List<Socket> kept = new ArrayList<>();
      for (int number = 0; number < CONNECTIONS; number++) {
        Socket socket = TigProcess.connect(address);
        kept.add(socket);
        for (int request = 0; request < REQUESTS_OF_EACH; request++) {
          ask(socket);
        }
      }
      String path = RestAssured.given().body("abc").put(address).asString();
      assertThat(RestAssured.get(address.resolve(path)).asString()).isEqualTo("abc");
      ask(kept.get(0));
      for (Socket socket : kept) {
        socket.close();
      }
    }
  }
}
