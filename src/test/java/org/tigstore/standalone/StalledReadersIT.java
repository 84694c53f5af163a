package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who ask for a large block and do not read keep nobody from reading. */
class StalledReadersIT {
  private static final int CALLERS = 3000;
  private static final int BLOCK_BYTES = 10 << 20;
  private static final int LITTLE_BYTES = 4096;

  @TempDir Path data;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static Socket stalled(URI block) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(LITTLE_BYTES);
    socket.connect(new InetSocketAddress(block.getHost(), block.getPort()));
    String get = "GET " + block.getPath() + " HTTP/1.1\r\nHost: tig\r\n\r\n";
    socket.getOutputStream().write(get.getBytes(US_ASCII));
    return socket;
  }

  /** The idle timeout is too long to help. */
  @Test
  void othersReadWhileThousandsDoNot() throws Exception {
    List<Socket> callers = new ArrayList<>();
    try (TigProcess process =
        TigProcess.start(
            TigProcess.thisJava(),
            List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
            "--data",
            data.toString(),
            "--port",
            "0",
            "--idle-timeout",
            "PT1H")) {
      URI address = process.awaitAddress();
      HttpRequest put =
          HttpRequest.newBuilder(address)
              .PUT(BodyPublishers.ofByteArray(new byte[BLOCK_BYTES]))
              .build();
      URI block = address.resolve(client.send(put, BodyHandlers.ofString()).body());
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(stalled(block));
      }
      for (int time = 0; time < 3; time++) {
        HttpRequest get = HttpRequest.newBuilder(block).build();
        assertThat(client.send(get, BodyHandlers.ofByteArray()).body()).hasSize(BLOCK_BYTES);
      }
      assertThat(process.errorLines()).noneMatch(line -> line.contains("OutOfMemory"));
    } finally {
      for (Socket caller : callers) {
        caller.close();
      }
    }
  }
}
