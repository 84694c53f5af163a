package org.tigstore.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.protocol.Channel;

/** A body that is refused before it comes: the caller gets the answer, and may go on. */
class RefusedBodyTest {
  private static EmbeddedNode node;

  @BeforeAll
  static void start() throws Exception {
    node = EmbeddedNode.start();
    node.serve(
        new MemoryBlockStore(1000, Channel::refuseChange, new ManualClock()),
        Duration.ofMinutes(10));
  }

  @AfterAll
  static void stop() throws Exception {
    node.stop();
  }

  private static String statusAfter(BufferedReader answers) throws IOException {
    String status = answers.readLine();
    for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
      assertThat(line).doesNotStartWith("Content-Length: 1");
    }
    return status;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?append=1", "/?setifnot=2"})
  void theAnswerComesFirstAndTheConnectionStays(String path) throws Exception {
    try (Socket socket = new Socket(node.address().getHost(), node.address().getPort())) {
      String refused = "PUT " + path + " HTTP/1.1\r\nHost: tig\r\nContent-Length: 50000\r\n\r\n";
      socket.getOutputStream().write(refused.getBytes(US_ASCII));
      BufferedReader answers =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      assertThat(statusAfter(answers)).startsWith("HTTP/1.1 400 ");

      String next = "HEAD /health/live HTTP/1.1\r\nHost: tig\r\n\r\n";
      socket.getOutputStream().write(("x".repeat(50_000) + next).getBytes(US_ASCII));

      assertThat(statusAfter(answers)).startsWith("HTTP/1.1 200 ");
    }
  }
}
