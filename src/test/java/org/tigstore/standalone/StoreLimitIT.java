package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose store has a limit says that there is no room for more, and stays of use. */
class StoreLimitIT {
  private static final String SLOT =
      "/181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b.tig";
  private static final String REASON =
      "the store would grow over 10 bytes, the most that its blocks may have together";

  @TempDir Path data;
  private TigProcess process;
  private URI address;

  @BeforeEach
  void start() throws IOException {
    process =
        TigProcess.start(
            TigProcess.thisJava(),
            List.of(),
            "--data",
            data.toString(),
            "--port",
            "0",
            "--max-store-size",
            "10");
    address = process.awaitAddress();
  }

  @AfterEach
  void close() throws IOException {
    process.close();
  }

  private static RequestSpecification tig() {
    return RestAssured.given().urlEncodingEnabled(false);
  }

  private URI at(String path) {
    return address.resolve(path);
  }

  @Test
  void whatHasNoRoomIsRefusedAndAllElseWorks() {
    String sealed = tig().body("12345678").put(at("/")).asString();
    tig().body("x").put(at(SLOT)).then().statusCode(200);

    tig().body("more").put(at("/")).then().statusCode(507).header("Tig-Reason", equalTo(REASON));
    tig().body("yz").put(at(SLOT + "?append=1")).then().statusCode(507);
    tig().body("xyz").put(at(SLOT)).then().statusCode(507);

    tig().body("12345678").put(at("/")).then().statusCode(200);
    assertThat(tig().get(at(sealed)).asString()).isEqualTo("12345678");
    assertThat(tig().get(at(SLOT)).asString()).isEqualTo("x");
    tig().delete(at(SLOT)).then().statusCode(200);
    tig().body("yz").put(at("/")).then().statusCode(200);
  }

  @Test
  void whatHasNoRoomIsRefusedBeforeItIsSent() throws IOException {
    try (Socket socket = TigProcess.connect(address)) {
      String head =
          "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 507 ");
    }
  }
}
