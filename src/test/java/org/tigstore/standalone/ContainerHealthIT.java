package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's health check knows a tig that answers from one that does not. */
class ContainerHealthIT {
  private static final String SCRIPT = "config/docker/healthy";

  @TempDir Path data;

  @Test
  void aTigThatAnswersIsHealthyUntilItEnds() throws Exception {
    URI address;
    try (TigProcess process = TigProcess.serving(data)) {
      address = process.awaitAddress();

      assertThat(exitCode(address, "/")).isZero();
      assertThat(exitCode(address, "/elsewhere")).isNotZero();
    }
    assertThat(exitCode(address, "/")).isNotZero();
  }

  @Test
  void aContextPathIsHeeded() throws Exception {
    List<String> none = List.of();
    try (TigProcess process =
        TigProcess.start(
            TigProcess.thisJava(),
            none,
            "--data",
            data.toString(),
            "--port",
            "0",
            "--context-path",
            "/tig")) {
      URI address = process.awaitAddress();

      assertThat(exitCode(address, "/tig")).isZero();
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
