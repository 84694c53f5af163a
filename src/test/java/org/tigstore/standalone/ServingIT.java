package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process serves, answers what never reaches the application, and leaves nothing behind. */
class ServingIT {
  private static final String PATH =
      "/181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b.tig";
  private static final String LONG = "x".repeat(20_000);

  @TempDir Path data;
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 127.0.0.1, true",
    "0.0.0.0, ::1, false",
    "::, 127.0.0.1, true",
    "::, ::1, true"
  })
  void listensAtTheAddressesThatItIsToldAndNoOthers(String host, String caller, boolean reached)
      throws Exception {
    assumeThat(Path.of("/proc/net/if_inet6")).as("this machine has IPv6").exists();
    try (TigProcess process = TigProcess.serving(data, "--host", host)) {
      InetSocketAddress there = new InetSocketAddress(caller, process.awaitAddress().getPort());
      try (Socket socket = new Socket()) {
        if (reached) {
          socket.connect(there);
        } else {
          assertThatThrownBy(() -> socket.connect(there)).isInstanceOf(ConnectException.class);
        }
      }
    }
  }

  private void assertServes(Path javaHome) throws IOException, InterruptedException {
    List<String> options = List.of("-Djava.io.tmpdir=" + temporary);
    try (TigProcess process =
        TigProcess.start(javaHome, options, "--data", data.toString(), "--port", "0")) {
      String address = process.awaitAddress().toString();
      String path = RestAssured.given().body("123\n").put(address).asString();
      assertThat(path).isEqualTo(PATH);
      assertThat(RestAssured.get(URI.create(address).resolve(path)).asString()).isEqualTo("123\n");
      assertThat(temporary).isEmptyDirectory();
      process.terminate();
      assertThat(process.awaitEnd()).isZero();
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void firstTranscriptWorksAndNothingIsLeftBehind() throws Exception {
    assertServes(TigProcess.thisJava());
  }

  @Test
  void firstTranscriptWorksOnTheNewestJava() throws Exception {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(Path.of("/usr/lib/jvm"), "*-25-*")) {
      for (Path javaHome : found) {
        assertServes(javaHome);
        return;
      }
    }
    String sentence = "no JDK 25 under /usr/lib/jvm";
    if (Boolean.getBoolean("tig.newestJavaRequired")) {
      fail(sentence);
    }
    abort(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "'NONSENSE\r\n\r\n',                                400, Bad Request",
    "'GET / HTTP/1.1\r\n\r\n',                          400, Bad Request",
    "'GET / HTTP/1.1\r\nHost: x\r\nX : y\r\n\r\n',      400, Bad Request",
    "'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n',            400, Bad Request",
    "'GET / HTTP/7.3\r\nHost: x\r\n\r\n',               505, HTTP Version Not Supported",
    "'GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n',         414, URI Too Long",
    "'GET / HTTP/1.1\r\nHost: x\r\nX: {long}\r\n\r\n',  431, Request Header Fields Too Large",
    "'PUT /WEB-INF/x HTTP/1.1\r\nHost: x\r\n\r\n',      404, Not Found",
    "'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n',             405, Method Not Allowed"
  })
  void errorsOfTheServerHaveAReasonAndNoBody(String request, int status, String reason)
      throws Exception {
    try (TigProcess process = TigProcess.serving(data);
        Socket socket = TigProcess.connect(process.awaitAddress())) {
      socket.getOutputStream().write(request.replace("{long}", LONG).getBytes(ISO_8859_1));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answer)
          .startsWith("HTTP/1.1 " + status + " ")
          .contains("\r\nTig-Reason: " + reason + "\r\n")
          .contains("\r\nContent-Length: 0\r\n")
          .doesNotContain("Jetty", "Server:")
          .endsWith("\r\n\r\n");
      assertThat(answer.contains("\r\nAllow: ")).isEqualTo(status == 405);
    }
  }
}
