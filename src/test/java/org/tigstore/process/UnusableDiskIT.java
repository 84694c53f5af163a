package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose disk cannot be used tells callers not to come, and why, until it can be used. */
class UnusableDiskIT {
  @TempDir(factory = UnderTarget.class)
  private Path mountPoint;

  @TempDir(factory = UnderTarget.class)
  private Path parent;

  @TempDir(factory = UnderTarget.class)
  private Path temporary;

  @Test
  void aNodeOnAReadOnlyFileSystemIsNotReady() throws Exception {
    try (JavaProcess process =
        new JavaCommand(UnusableDiskScenario.class)
            .under(MountNamespace.command(mountPoint))
            .with("-Xmx64m", "-Dtig.war=" + System.getProperty("tig.war"))
            .start(mountPoint.toString(), temporary.toString())) {
      int code = process.awaitEnd();
      assertThat(process.output()).as("output").contains("done");
      assertThat(code).isZero();
    }
  }

  @Test
  void aNodeWhoseDirectoryIsMovedAwayIsNotReady() throws Exception {
    Path data = Files.createDirectory(parent.resolve("data"));
    Path elsewhere = parent.resolve("elsewhere");
    try (TigServer server = TigServer.start("64m", data, temporary)) {
      Readiness readiness = new Readiness(server);
      readiness.awaitReady();
      Files.move(data, elsewhere);
      assertThat(readiness.awaitNotReady()).isEqualTo("the data directory has vanished");
      Files.move(elsewhere, data);
      readiness.awaitReady();
      assertThat(server.seal("stored").statusCode()).isEqualTo(200);
    }
  }
}
