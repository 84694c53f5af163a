package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end lets requests end first. */
class StoppingIT {
  private static final int SIZE = 100_000;
  private static final String HEAD =
      "PUT / HTTP/1.1\r\nHost: tig\r\nConnection: close\r\nContent-Length: " + SIZE + "\r\n\r\n";
  private static final long POLL_MILLIS = 20;
  private static final long PAUSE_MILLIS = 1000;
  private static final String LONG = "PT10M";
  private static final String[] PATIENT = {"--stop-timeout", LONG, "--stop-pause", LONG};

  @TempDir Path data;

  private Path uploads() {
    return data.resolve(".tigstore/uploads");
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** All but the last byte of an upload, received. */
  private Socket begin(URI address) throws IOException, InterruptedException {
    Socket socket = TigProcess.connect(address);
    send(socket, HEAD + "x".repeat(SIZE - 1));
    while (uploads().toFile().list().length == 0) {
      Thread.sleep(POLL_MILLIS);
    }
    return socket;
  }

  private static void awaitNobodyListens(URI address) throws InterruptedException {
    while (true) {
      try (Socket another = TigProcess.connect(address)) {
        assertThat(another.isConnected()).isTrue();
        Thread.sleep(POLL_MILLIS);
      } catch (IOException e) {
        return;
      }
    }
  }

  @Test
  void runningUploadEnds() throws Exception {
    try (TigProcess process = TigProcess.serving(data, PATIENT)) {
      URI address = process.awaitAddress();
      try (Socket upload = begin(address)) {
        process.terminate();
        awaitNobodyListens(address);
        // However long it waits for the last byte.
        Thread.sleep(PAUSE_MILLIS);
        send(upload, "x");
        String answer = new String(upload.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        String path = answer.substring(answer.lastIndexOf('/') + 1);
        assertThat(data.resolve(path)).hasSize(SIZE);
      }
      assertThat(process.awaitEnd()).isZero();
      assertThat(process.errorLines()).noneMatch(line -> !line.startsWith("[INFO] "));
    }
    assertThat(uploads()).isEmptyDirectory();
  }

  @Test
  void uploadThatItsCallerGivesUpLeavesNothing() throws Exception {
    try (TigProcess process = TigProcess.serving(data, PATIENT)) {
      URI address = process.awaitAddress();
      try (Socket upload = begin(address)) {
        process.terminate();
        awaitNobodyListens(address);
        assertThat(upload.isConnected()).isTrue();
      }
      assertThat(process.awaitEnd()).isZero();
    }
    assertThat(uploads()).isEmptyDirectory();
  }

  @Test
  void uploadThatPausesTooLongIsCutOffAndLeavesNothing() throws Exception {
    assertUploadIsCutOff("--stop-timeout", LONG, "--stop-pause", "PT0.1S");
  }

  @Test
  void uploadThatNeverEndsIsCutOffAndLeavesNothing() throws Exception {
    assertUploadIsCutOff("--stop-timeout", "PT0.1S", "--stop-pause", LONG);
  }

  private void assertUploadIsCutOff(String... options) throws Exception {
    try (TigProcess process = TigProcess.serving(data, options)) {
      try (Socket upload = begin(process.awaitAddress())) {
        process.terminate();
        assertThat(process.awaitEnd()).isZero();
        assertThat(upload.isConnected()).isTrue();
      }
    }
    assertThat(uploads()).isEmptyDirectory();
  }

  private static void awaitNotReady(URI address) throws InterruptedException {
    URI ready = address.resolve("/health/ready");
    while (RestAssured.get(ready).statusCode() == 200) {
      Thread.sleep(POLL_MILLIS);
    }
    RestAssured.get(ready)
        .then()
        .statusCode(503)
        .header("Tig-Reason", equalTo("the node is about to stop"));
  }

  @Test
  void nodeThatIsAboutToStopServesButIsNotReady() throws Exception {
    try (TigProcess process = TigProcess.serving(data, "--stop-delay", LONG)) {
      URI address = process.awaitAddress();
      assertThat(RestAssured.get(address.resolve("/health/ready")).statusCode()).isEqualTo(200);
      process.terminate();
      awaitNotReady(address);
      String path = RestAssured.given().body("123\n").put(address).asString();
      assertThat(RestAssured.get(address.resolve(path)).asString()).isEqualTo("123\n");
      assertThat(RestAssured.get(address.resolve("/health/live")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void nodeThatWasAboutToStopStops() throws Exception {
    try (TigProcess process = TigProcess.serving(data, "--stop-delay", "PT0.1S")) {
      URI address = process.awaitAddress();
      process.terminate();
      assertThat(process.awaitEnd()).isZero();
      awaitNobodyListens(address);
    }
  }

  @Test
  void directoryIsFreeForTheNext() throws Exception {
    for (int run = 0; run < 2; run++) {
      try (TigProcess process = TigProcess.serving(data)) {
        process.awaitAddress();
        process.terminate();
        assertThat(process.awaitEnd()).isZero();
      }
    }
  }
}
