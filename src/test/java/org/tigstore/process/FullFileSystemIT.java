package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that is full or read-only costs nothing that was stored. */
class FullFileSystemIT {
  @TempDir(factory = UnderTarget.class)
  private Path mountPoint;

  @Test
  void aFullFileSystemRefusesForLackOfRoomAndKeepsWhatIsThere() throws Exception {
    assertDone(FullScenario.class);
  }

  @Test
  void aReadOnlyFileSystemServesReadsAndRefusesWrites() throws Exception {
    assertDone(ReadOnlyScenario.class, "roomy");
  }

  @Test
  void aFullFileSystemThatIsReadOnlyIsCalledReadOnly() throws Exception {
    assertDone(ReadOnlyScenario.class, "full");
  }

  private void assertDone(Class<?> scenario, String... more) throws Exception {
    String[] arguments = new String[more.length + 1];
    arguments[0] = mountPoint.toString();
    System.arraycopy(more, 0, arguments, 1, more.length);
    try (JavaProcess process =
        new JavaCommand(scenario)
            .under(MountNamespace.command(mountPoint))
            .with("-Xmx64m")
            .start(arguments)) {
      int code = process.awaitEnd();
      assertThat(process.output()).as("output").contains("done");
      assertThat(code).isZero();
    }
    assertThat(mountPoint).isEmptyDirectory();
  }
}
