package org.tigstore.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program to be run. */
final class Command {
  private final ProcessBuilder builder;

  Command(List<String> line) {
    builder = new ProcessBuilder(line).redirectErrorStream(true);
  }

  Command with(String variable, String value) {
    builder.environment().put(variable, value);
    return this;
  }

  Command with(Map<String, String> variables) {
    builder.environment().putAll(variables);
    return this;
  }

  /** What it prints, once it has ended well. */
  String output() throws IOException, InterruptedException {
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(builder.command() + " failed:\n" + output);
    }
    return output;
  }

  /** The first line of what it prints, however it ends. */
  String firstLine() throws IOException, InterruptedException {
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output.lines().findFirst().orElse("");
  }

  /** Starts it, with what it prints going to a file. */
  Process start(Path log) throws IOException {
    return builder.redirectOutput(log.toFile()).start();
  }

  /** Whether there is a program of this name. */
  static boolean exists(String program) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v \"$0\" >/dev/null", program).start().waitFor()
        == 0;
  }
}
