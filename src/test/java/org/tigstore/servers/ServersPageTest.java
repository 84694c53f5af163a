package org.tigstore.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/servers.md shows the scripts that install and run servers, each below a link to it. */
class ServersPageTest {
  private static final Pattern QUOTED =
      Pattern.compile(
          "\\(\\.\\./(?<script>config/\\S+\\.sh)\\):\n\n```sh\n(?<text>.*?)```", Pattern.DOTALL);

  @Test
  void everyScriptIsQuotedAsItIs() throws IOException {
    assertThat(quoted()).isEqualTo(scripts()).isNotEmpty();
  }

  private static Map<String, String> quoted() throws IOException {
    Map<String, String> quoted = new TreeMap<>();
    Matcher found = QUOTED.matcher(Files.readString(Path.of("docs/servers.md")));
    while (found.find()) {
      quoted.put(found.group("script"), found.group("text"));
    }
    return quoted;
  }

  /** What stands in each script below its first paragraph. */
  private static Map<String, String> scripts() throws IOException {
    Map<String, String> scripts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("config"))) {
      for (Path file :
          files.filter(path -> path.toString().matches(".*/(install|run)\\.sh")).toList()) {
        scripts.put(file.toString(), Files.readString(file).split("\n\n", 2)[1]);
      }
    }
    return scripts;
  }
}
