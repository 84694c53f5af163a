package org.tigstore.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
      script("tig", "exec java -XX:TieredStopAtLevel=1 -jar " + war() + " \"$@\"", address);
      script("commit.sh", "exec sh " + Path.of("config/commit.sh").toAbsolutePath(), address);
      Files.createDirectory(directory.resolve("tree"));
      Files.writeString(directory.resolve("tree/hello.txt"), "hello");

      for (String section : SECTIONS) {
        Path page = Files.writeString(directory.resolve("page.md"), section(section));
        Transcript.of(
                page,
                text ->
                    text.replace("tig put", "./tig put")
                        .replaceAll("(\\$ |\\()tig (?=[a-z])", "$1./tig ")
                        .replace("http://127.0.0.1:7777", address)
                        .replace("http://127.0.0.1:7778", other)
                        .replace("/backup", directory.resolve("backup").toString()))
            .checkIn(directory);
      }
    }
  }

  private static Path war() {
    return Path.of(System.getProperty("tig.war")).toAbsolutePath();
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

  /** A program in the directory, with the first server and the key in its environment. */
  private void script(String name, String command, String address) throws IOException {
    Path script =
        Files.writeString(
            directory.resolve(name),
            "#!/bin/sh\nexport TIG_APIKEY=secret TIG_SERVER=" + address + "\n" + command + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static String section(String title) throws IOException {
    Matcher section =
        Pattern.compile("\n## " + title + "\n(.*?)(\n## |\\z)", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/cli.md")));
    assertThat(section.find()).as(title).isTrue();
    return section.group(1);
  }
}
