package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to failed attempts are late, and no thread waits for them. */
class ThrottleIT {
  private static final String MISSING =
      "/0000000000000000000000000000000000000000000000000000000000000000.tig";
  private static final Duration DELAY = Duration.ofSeconds(2);
  private static final int CALLERS = 300;
  private static final int FEW_THREADS = 100;

  @TempDir Path data;

  private static RawCaller send(RawCaller caller, String requestLine) throws IOException {
    return caller.send(requestLine + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET " + MISSING,
        "HEAD " + MISSING,
        "GET " + MISSING + "?burst=1",
        "GET " + MISSING + "?chtimes=0",
        "PUT /",
        "DELETE " + MISSING,
        "GET /?apikey=wrong"
      })
  void failedAttemptIsAnsweredLate(String requestLine) throws IOException {
    Files.writeString(data.resolve("apikey"), "Secret-7");
    try (TigProcess process = TigProcess.serving(data, "--failure-delay", DELAY.toString());
        RawCaller socket = RawCaller.to(process.awaitAddress())) {
      long begun = System.nanoTime();
      send(socket, requestLine);
      assertThat(socket.answer())
          .matches("(?s)HTTP/1.1 40[14] .*Tig-Reason: .*Content-Length: 0.*");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(DELAY);
      send(socket, "GET /health/live");
      assertThat(socket.answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void noThreadWaitsForCallersThatFailed() throws Exception {
    try (TigProcess process = TigProcess.serving(data, "--failure-delay", DELAY.toString())) {
      URI address = process.awaitAddress();
      List<RawCaller> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(RawCaller.to(address));
        send(callers.get(caller), "GET " + MISSING + (caller % 2 == 0 ? "" : "?chtimes=0"));
      }
      assertThat(process.threadCount()).isLessThan(FEW_THREADS);
      for (RawCaller caller : callers) {
        assertThat(caller.answer()).startsWith("HTTP/1.1 404 ");
        caller.close();
      }
    }
  }

  @Test
  void whoFailsTooOftenIsRefusedAtOnce() throws IOException {
    try (TigProcess process =
        TigProcess.serving(data, "--failure-delay", "PT0.01S", "--failure-interval", "PT6S")) {
      URI address = process.awaitAddress();
      try (RawCaller first = RawCaller.to(address);
          RawCaller second = RawCaller.to(address)) {
        send(first, "GET " + MISSING);
        assertThat(first.answer()).startsWith("HTTP/1.1 404 ");
        send(second, "GET " + MISSING);
        assertThat(second.answer()).startsWith("HTTP/1.1 429 ").contains("Retry-After: ");
      }
    }
  }
}
