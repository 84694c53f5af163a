package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.ReservedPort;

/** The image's health check knows a tig that answers from one that does not. */
class ContainerHealthIT {
  private static final String SCRIPT = "config/docker/healthy";

  @TempDir Path data;

  @Test
  void aTigThatAnswersIsHealthyUntilItEnds() throws Exception {
    try (ReservedPort port = ReservedPort.take()) {
      URI address;
      try (TigProcess process = start(port)) {
        address = process.awaitAddress();

        awaitHealthy(address, "/");
        assertThat(exitCode(address, "/elsewhere")).isNotZero();
      }
      assertThat(exitCode(address, "/")).isNotZero();
    }
  }

  private TigProcess start(ReservedPort port, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
    arguments.addAll(List.of("--port", Integer.toString(port.number())));
    arguments.addAll(List.of(more));
    return TigProcess.start(TigProcess.thisJava(), List.of(), arguments.toArray(String[]::new));
  }

  /** The script gives up after a few seconds, which a slow machine needs for the first answer. */
  private static void awaitHealthy(URI address, String contextPath) throws InterruptedException {
    Eventually.holds("tig is healthy", () -> exitCode(address, contextPath) == 0);
  }

  @Test
  void aContextPathIsHeeded() throws Exception {
    try (ReservedPort port = ReservedPort.take();
        TigProcess process = start(port, "--context-path", "/tig")) {
      URI address = process.awaitAddress();

      awaitHealthy(address, "/tig");
      assertThat(exitCode(address, "/")).isNotZero();
    }
  }

  private static int exitCode(URI address, String contextPath)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(SCRIPT);
    builder.environment().put("TIG_PORT", Integer.toString(address.getPort()));
    builder.environment().put("TIG_CONTEXT_PATH", contextPath);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
