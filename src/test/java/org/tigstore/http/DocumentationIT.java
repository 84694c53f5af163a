package org.tigstore.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.Transcript;
import org.tigstore.command.TigShell;

/** The transcripts in the documentation give just what they show. */
class DocumentationIT extends HttpTest {
  /** A channel, which nobody can delete: under another name it is in no other test's way. */
  private static final String CHANNEL =
      "/971dc2a3b9c2774f7b6d4fbb72984bd1407ca6cc2e9e1b7c581f6aaf4199918c.tig";

  @TempDir Path directory;

  /** Up to the sections that need several servers. */
  @Test
  void everyTranscriptOfACommandIsTrue() throws IOException, InterruptedException {
    Path page = directory.resolve("cli.md");
    Files.writeString(
        page, Files.readString(Path.of("docs/cli.md")).split("## Other servers", 2)[0]);
    String prelude = "$ export no_proxy=* TIG_SERVER=" + host() + "; " + TigShell.PRELUDE;
    Transcript.of(
            page,
            text ->
                text.replace("http://127.0.0.1:7777", host())
                    .replaceAll("(?m)^\\$ ", Matcher.quoteReplacement(prelude)))
        .checkIn(directory);
  }

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
