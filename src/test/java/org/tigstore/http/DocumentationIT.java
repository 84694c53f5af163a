package org.tigstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transcripts in the documentation give just what they show. */
class DocumentationIT extends HttpTest {
  private static final Pattern TRANSCRIPT = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
  private static final String PROMPT = "$ ";
  @TempDir Path directory;

  /** A command and the lines that it prints. */
  private record Step(String command, List<String> output) {}

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/protocol.md"})
  void everyTranscriptIsTrue(String document) throws IOException, InterruptedException {
    Files.copy(Path.of("README.md"), directory.resolve("README.md"));
    Matcher transcripts = TRANSCRIPT.matcher(Files.readString(Path.of(document)));
    int steps = 0;
    while (transcripts.find()) {
      for (Step step : steps(transcripts.group(1).replace("http://127.0.0.1:7777", host()))) {
        assertThat(run(step.command())).as(step.command()).isEqualTo(step.output());
        steps++;
      }
    }
    assertThat(steps).isPositive();
  }

  private static List<Step> steps(String transcript) {
    List<Step> steps = new ArrayList<>();
    for (String line : transcript.lines().toList()) {
      if (line.startsWith(PROMPT)) {
        steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>()));
      } else {
        steps.get(steps.size() - 1).output().add(line);
      }
    }
    return steps;
  }

  private List<String> run(String command) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("bash", "-c", command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    shell.waitFor();
    return output.lines().toList();
  }
}
