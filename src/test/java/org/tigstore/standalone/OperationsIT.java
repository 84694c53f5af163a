package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    Path lost = Files.move(data, directory.resolve("lost"));

    Files.createDirectory(data);
    follow("Restore", "http://nobody.invalid/");
    for (Path block : blocks(lost)) {
      assertThat(lastTouch(data.resolve(block.getFileName())))
          .as("a restored block lives for another retention")
          .isGreaterThan(lastTouch(block));
    }
    try (TigProcess process = TigProcess.serving(data)) {
      follow("After a restore", process.awaitAddress().toString());
    }
  }

  private static List<Path> blocks(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> blocks = files.filter(file -> file.toString().endsWith(".tig")).toList();
      assertThat(blocks).hasSize(2);
      return blocks;
    }
  }

  private static FileTime lastTouch(Path block) throws IOException {
    return Files.getLastModifiedTime(block);
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
