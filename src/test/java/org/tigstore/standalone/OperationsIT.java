package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Transcript;

/** Whoever backs up and restores as docs/operations.md says has the blocks again. */
class OperationsIT {
  private static final Path PAGE = Path.of("docs/operations.md");

  @TempDir Path directory;

  @Test
  void aBackupOfARunningTigIsRestoredIntoAnEmptyDirectory() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.createDirectory(directory.resolve("backup"));
    try (TigProcess process = TigProcess.serving(data)) {
      follow("Back up", process.awaitAddress().toString());
    }
    Files.move(data, directory.resolve("lost"));

    Files.createDirectory(data);
    follow("Restore", "http://nobody.invalid/");
    try (TigProcess process = TigProcess.serving(data)) {
      follow("After a restore", process.awaitAddress().toString());
    }
  }

  /** Runs the transcripts of one section of the page. */
  private void follow(String section, String address) throws IOException, InterruptedException {
    Path part = Files.writeString(directory.resolve("part.md"), section(section));
    String host = address.replaceAll("/$", "");
    Transcript.of(
            part,
            text ->
                text.replace("http://127.0.0.1:7777", host)
                    .replace("/var/lib/tig", directory.resolve("data").toString())
                    .replace("/backup", directory.resolve("backup").toString()))
        .checkIn(directory);
  }

  private static String section(String title) throws IOException {
    Matcher section =
        Pattern.compile("\n## " + title + "\n(.*?)(\n## |\\z)", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(section.find()).as(title).isTrue();
    return section.group(1);
  }
}
