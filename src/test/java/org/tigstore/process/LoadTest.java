package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that loads a server process with a directory of its own. */
abstract class LoadTest {
  @TempDir(factory = UnderTarget.class)
  private Path parent;

  private Path data;
  private Path temporary;

  @BeforeEach
  void makeDirectories() throws IOException {
    data = Files.createDirectory(parent.resolve("data"));
    temporary = Files.createDirectory(parent.resolve("temporary"));
  }

  /** Starts a server on the test's directory. */
  TigServer start(String heap) throws IOException, InterruptedException {
    return TigServer.start(heap, data, temporary);
  }

  /** The test's directory. */
  StoreDirectory directory() {
    return new StoreDirectory(data);
  }

  /** Checks that a block can be sealed and read. */
  static void assertServes(TigServer server, String text) throws Exception {
    HttpResponse<String> sealed = server.seal(text);
    assertThat(sealed.statusCode()).isEqualTo(200);
    assertThat(sealed.body()).isEqualTo("/" + StoreCalls.nameOf(text));
    HttpResponse<String> read = server.send(server.request(sealed.body()).GET());
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(text);
  }
}
