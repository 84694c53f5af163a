package org.tigstore.datadirectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.Eventually;
import org.tigstore.http.HttpTest;
import org.tigstore.http.RawConnection;
import org.tigstore.http.Shell;
import org.tigstore.http.VariesByServer;

/** A body that does not arrive whole leaves no file behind. */
@VariesByServer
class UploadFilesIT extends HttpTest {
  @ParameterizedTest
  @CsvSource({"/, 10", "/, 100000", "slot, 10", "slot, 100000", "/kv, 10"})
  void bodyCutShortLeavesNoFile(String target, int size) throws Exception {
    String text = unique() + "x".repeat(size);
    String path = target.equals("slot") ? freshSlot() : target;
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Content-Length: " + (text.length() + 1)).send(text).end();
      connection.restOrReset();
    }
    assertThat(DataFiles.of("/" + nameOf(text))).doesNotExist();
    if (target.equals("slot")) {
      assertThat(DataFiles.of(path)).doesNotExist();
    }
    DataFiles.awaitNoUploads();
  }

  @Test
  void callerThatVanishesLeavesNoFile() throws Exception {
    String text = unique() + "x".repeat(200_000);
    try (RawConnection connection = connection()) {
      connection.head("PUT /", "Content-Length: " + (text.length() + 1)).send(text);
      Eventually.holds("the upload has begun", DataFiles::uploadHasBegun);
    }
    DataFiles.awaitNoUploads();
    assertThat(DataFiles.of("/" + nameOf(text))).doesNotExist();
  }

  /** Sends a text as a chunk, and then this instead of the end. */
  private void sendChunks(String path, String text, String rest) throws IOException {
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path, "Transfer-Encoding: chunked").chunk(text).send(rest).end();
      connection.restOrReset();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\nabc\r\n0\r\n\r\n", "", "5\r\nab"})
  void brokenChunksLeaveNoFile(String rest) throws Exception {
    String text = unique();
    String slot = freshSlot();
    sendChunks("/", text, rest);
    sendChunks(slot, text, rest);
    assertThat(DataFiles.of("/" + nameOf(text))).doesNotExist();
    assertThat(DataFiles.of(slot)).doesNotExist();
    DataFiles.awaitNoUploads();
  }

  /** Some servers take these for whole bodies, some for broken ones. */
  @ParameterizedTest
  @ValueSource(strings = {"-1\r\n\r\n", "3;a=b\r\nabc\r\n0\r\n\r\n"})
  void oddChunksLeaveNoUpload(String rest) throws Exception {
    sendChunks(freshSlot(), unique(), rest);
    DataFiles.awaitNoUploads();
  }

  @Test
  void bodyOfTwoLengthsHasAFileOnlyIfItWasTaken() throws Exception {
    String text = unique();
    try (RawConnection connection = connection()) {
      connection.head("PUT /", "Content-Length: 36", "Content-Length: 1").send(text).end();
      boolean taken = connection.answer().status() == 200;
      assertThat(DataFiles.of("/" + nameOf(text)).toFile().exists()).isEqualTo(taken);
    }
    DataFiles.awaitNoUploads();
  }

  @Test
  void bodyOverTheLimitLeavesNoUpload(@TempDir Path temporary) throws Exception {
    Path work = temporary.resolve("work");
    assertThat(work.toFile().mkdir()).isTrue();
    new Shell(work, host())
        .run("head -c 134217729 /dev/zero | curl -s -o /dev/null -T - $HOST || true");
    DataFiles.awaitNoUploads();
  }
}
