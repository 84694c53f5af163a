package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** The commands with which people make certificates and call servers. */
final class Command {
  private Command() {}

  /**
   * What these commands print, on both outputs.
   *
   * @param directory where they run
   */
  static String run(Path directory, String commands) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", "set -euo pipefail\n" + commands)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", commands, output).isZero();
    return output;
  }
}
