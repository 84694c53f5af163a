package org.tigstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The shell in which people use tig.
 *
 * @param directory where commands run
 * @param host the value of {@code HOST}
 */
public record Shell(Path directory, String host) {
  private static final long LONGEST_SECONDS = 300;

  /** Fails if the machine lacks one of these commands, so that no test passes for want of it. */
  public static void require(String... commands) throws IOException, InterruptedException {
    for (String command : commands) {
      Process process = new ProcessBuilder("bash", "-c", "command -v " + command).start();
      if (process.waitFor() != 0) {
        fail("these tests need the command \"" + command + "\": install it");
      }
    }
  }

  /** What the commands print; fails if one of them does. */
  public String run(String commands) throws IOException, InterruptedException {
    Path errors = Files.createTempFile(directory.getParent(), "errors", ".txt");
    Path output = Files.createTempFile(directory.getParent(), "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "set -eo pipefail\n" + commands)
            .directory(directory.toFile())
            .redirectError(errors.toFile())
            .redirectOutput(output.toFile());
    builder.environment().put("HOST", host);
    builder.environment().put("no_proxy", "*");
    Process process = builder.start();
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("still running after " + LONGEST_SECONDS + " s: " + commands);
    }
    if (process.exitValue() != 0) {
      fail(commands + " failed: " + Files.readString(errors) + Files.readString(output));
    }
    return Files.readString(output, UTF_8);
  }
}
