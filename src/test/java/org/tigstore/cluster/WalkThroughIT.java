package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.ReservedPort;
import org.tigstore.Transcript;

/** Whoever follows docs/cluster.md gets there. */
class WalkThroughIT {
  private static final Path PAGE = Path.of("docs/cluster.md");
  private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  @TempDir Path directory;
  private final List<Process> running = new ArrayList<>();

  @AfterEach
  void stop() {
    running.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    running.forEach(process -> process.destroyForcibly().onExit().join());
  }

  @Test
  void threeCommandsStartThreeNodesThatAnswerForOneAnother() throws Exception {
    Path target = Files.createDirectory(directory.resolve("target"));
    Files.createSymbolicLink(target.resolve("tig.war"), Path.of(System.getProperty("tig.war")));
    try (ReservedPort reserved = ReservedPort.take()) {
      String port = Integer.toString(reserved.number());
      List<String> commands = commands();

      assertThat(commands).hasSize(3);
      for (String command : commands) {
        start(command.replace("7777", port), port);
      }

      Transcript.of(PAGE, text -> text.replace("7777", port)).checkIn(directory);
    }
  }

  /** Those of the page's first block of commands. */
  private static List<String> commands() throws IOException {
    Matcher shell = SHELL.matcher(Files.readString(PAGE));
    assertThat(shell.find()).isTrue();
    return shell.group(1).lines().toList();
  }

  private void start(String command, String port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "exec " + command)
            .directory(directory.toFile())
            .redirectError(directory.resolve(running.size() + ".log").toFile());
    builder.environment().put("TIG_PORT", port);
    // Time enough to answer another node on a slow machine.
    builder.environment().put("TIG_PEER_TIMEOUT", "PT1M");
    Process process = builder.start();
    running.add(process);
    assertThat(process.inputReader().readLine()).startsWith("tig listens on ");
  }
}
