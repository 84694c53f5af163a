package org.tigstore.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Transcript;
import org.tigstore.standalone.TigProcess;

/** What docs/cli.md shows of backups, of files over several servers, and of config/commit.sh. */
class CopiesPageIT {
  private static final List<String> SECTIONS =
      List.of(
          "Back up and restore a server",
          "Split a file over servers",
          "Commit with curl and tar alone");

  @TempDir Path directory;

  @Test
  void everyTranscriptIsTrue() throws Exception {
    try (TigProcess first = serving("first", "a.key");
        TigProcess second = serving("second", "b.key")) {
      String address = address(first);
      String other = address(second);
      String script = Path.of("config/commit.sh").toAbsolutePath().toString();
      String prelude =
          "$ export no_proxy=* TIG_APIKEY=secret TIG_SERVER=" + address + "; " + TigShell.PRELUDE;
      Files.createDirectory(directory.resolve("tree"));
      Files.writeString(directory.resolve("tree/hello.txt"), "hello");

      for (String section : SECTIONS) {
        Path page = Files.writeString(directory.resolve("page.md"), section(section));
        Transcript.of(
                page,
                text ->
                    text.replace("http://127.0.0.1:7777", address)
                        .replace("http://127.0.0.1:7778", other)
                        .replace("/backup/tig", directory.resolve("backup").toString())
                        .replace("../commit.sh", script)
                        .replaceAll("(?m)^\\$ ", Matcher.quoteReplacement(prelude)))
            .checkIn(directory);
      }
    }
  }

  private static String address(TigProcess process) throws IOException {
    return process.awaitAddress().toString().replaceAll("/$", "");
  }

  private TigProcess serving(String name, String keyFile) throws IOException {
    Path data = Files.createDirectory(directory.resolve(name));
    Files.writeString(data.resolve("apikey"), "secret");
    Files.writeString(directory.resolve(keyFile), "secret\n");
    return TigProcess.serving(data);
  }

  private static String section(String title) throws IOException {
    Matcher section =
        Pattern.compile("\n## " + title + "\n(.*?)(\n## |\\z)", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/cli.md")));
    assertThat(section.find()).as(title).isTrue();
    return section.group(1);
  }
}
