package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
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
  private static final String REQUEST = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir Path data;

  private static void ask(RawCaller caller) throws IOException {
    assertThat(caller.send(REQUEST).answer()).startsWith("HTTP/1.1 200 ");
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
            "0",
            "--idle-timeout",
            "PT24H")) {
      URI address = process.awaitAddress();
      List<RawCaller> kept = new ArrayList<>();
      for (int number = 0; number < CONNECTIONS; number++) {
        RawCaller caller = RawCaller.to(address);
        kept.add(caller);
        for (int request = 0; request < REQUESTS_OF_EACH; request++) {
          ask(caller);
        }
      }
      String path = RestAssured.given().body("abc").put(address).asString();
      assertThat(RestAssured.get(address.resolve(path)).asString()).isEqualTo("abc");
      ask(kept.get(0));
      for (RawCaller caller : kept) {
        caller.close();
      }
    }
  }
}
