package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told its names answers to no other. */
class HostsIT {
  @TempDir Path data;

  private static String answer(URI address, String requestLine, String host) throws IOException {
    try (RawCaller caller = RawCaller.to(address)) {
      return caller
          .send(requestLine + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n")
          .answer();
    }
  }

  @Test
  void nodeAnswersToItsNamesAlone() throws Exception {
    try (TigProcess process =
        TigProcess.serving(data, "--hosts", "Tig.example.com.:8080, [::1], ::2,")) {
      URI address = process.awaitAddress();
      for (String host :
          new String[] {
            "tig.example.com",
            "tig.example.com:8080",
            "TIG.example.com",
            "tig.example.com.:80",
            "[::1]:80",
            "[0:0::1]",
            "[::2]"
          }) {
        assertThat(answer(address, "PUT /", host)).startsWith("HTTP/1.1 200 ");
      }
      for (String host :
          new String[] {"evil.example.com", "tig.example.com.evil.example", "127.0.0.1", "[::3]"}) {
        assertThat(answer(address, "PUT /", host))
            .startsWith("HTTP/1.1 421 ")
            .contains("\r\nTig-Reason: ", "\r\nContent-Length: 0\r\n");
        assertThat(answer(address, "GET /health/live", host)).startsWith("HTTP/1.1 200 ");
      }
    }
  }
}
