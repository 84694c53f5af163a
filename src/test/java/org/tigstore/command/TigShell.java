package org.tigstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.tigstore.standalone.TigProcess;

/**
 * Runs shell scripts in which {@code tig} is the shipped WAR.
 *
 * @param directory where they run
 * @param variables their environment
 */
public record TigShell(Path directory, Map<String, String> variables) {
  /** What makes {@code tig} a command. */
  public static final String PRELUDE =
      "tig() { '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar '%s' \"$@\"; }; "
          .formatted(
              TigProcess.thisJava(),
              Path.of(Objects.requireNonNull(System.getProperty("tig.war"))).toAbsolutePath());

  /**
   * How a script ended.
   *
   * @param code the exit code of its last command
   * @param output what it printed on standard output
   * @param errors what it printed on standard error
   */
  public record Ended(int code, String output, String errors) {
    /** Checks that it did what it should, and said so. */
    public void prints(String expected) {
      assertThat(output).as(errors).isEqualTo(expected);
      assertThat(code).as(errors).isZero();
    }

    /** Checks that it failed, gave no result and explained this in one line with these words. */
    public void fails(int expected, String... words) {
      assertThat(errors).contains(words).hasLineCount(1);
      assertThat(output).isEmpty();
      assertThat(code).isEqualTo(expected);
    }
  }

  /** The same with another variable. */
  public TigShell with(String name, String value) {
    Map<String, String> changed = new HashMap<>(variables);
    changed.put(name, value);
    return new TigShell(directory, changed);
  }

  /** Runs a script to its end. */
  public Ended run(String script) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("tig-shell-", ".err");
    try {
      Process process = builder(script).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ended(process.waitFor(), output, Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }

  /** Starts a script that goes on until it is told to stop. */
  public Process start(String script) throws IOException {
    return builder(script).redirectErrorStream(true).start();
  }

  private ProcessBuilder builder(String script) {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", PRELUDE + script).directory(directory.toFile());
    // Java prints a note of it.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("TIG_") || name.equals("JDK_JAVA_OPTIONS"));
    builder.environment().put("no_proxy", "*");
    builder.environment().putAll(variables);
    return builder;
  }
}
