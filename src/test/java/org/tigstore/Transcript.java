package org.tigstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands in a page of the documentation, and what they print.
 *
 * @param steps the commands, in the order in which they stand there
 */
public record Transcript(List<Step> steps) {
  private static final Pattern CONSOLE = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);
  private static final String PROMPT = "$ ";

  /** A command and the lines that it prints. */
  private record Step(String command, List<String> output) {}

  /** All transcripts of a page, changed by a test to fit where it runs. */
  public static Transcript of(Path page, UnaryOperator<String> changes) throws IOException {
    List<Step> steps = new ArrayList<>();
    Matcher transcripts = CONSOLE.matcher(Files.readString(page));
    while (transcripts.find()) {
      add(steps, changes.apply(transcripts.group(1)));
    }
    assertThat(steps).as("%s has transcripts", page).isNotEmpty();
    return new Transcript(steps);
  }

  private static void add(List<Step> steps, String transcript) {
    for (String line : transcript.lines().toList()) {
      if (line.startsWith(PROMPT)) {
        steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>()));
      } else {
        steps.get(steps.size() - 1).output().add(line);
      }
    }
  }

  /** Runs every command in this directory; each has to print just what the page shows. */
  public void checkIn(Path directory) throws IOException, InterruptedException {
    for (Step step : steps) {
      assertThat(run(step.command(), directory)).as(step.command()).isEqualTo(step.output());
    }
  }

  private static List<String> run(String command, Path directory)
      throws IOException, InterruptedException {
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
