package org.tigstore.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.Transcript;

/** The transcripts in the documentation give just what they show. */
class DocumentationIT extends HttpTest {
  /** A channel, which nobody can delete: under another name it is in no other test's way. */
  private static final String CHANNEL =
      "/971dc2a3b9c2774f7b6d4fbb72984bd1407ca6cc2e9e1b7c581f6aaf4199918c.tig";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/protocol.md"})
  void everyTranscriptIsTrue(String document) throws IOException, InterruptedException {
    Files.copy(Path.of("README.md"), directory.resolve("README.md"));

    Transcript.of(
            Path.of(document),
            text -> text.replace("http://127.0.0.1:7777", host()).replace(CHANNEL, freshSlot()))
        .checkIn(directory);
  }
}
