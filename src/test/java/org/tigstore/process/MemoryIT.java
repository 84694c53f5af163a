package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million blocks are listed and expire within a small heap. */
class MemoryIT {
  private static final int BLOCKS = 1_000_000;

  @TempDir(factory = UnderTarget.class)
  private Path path;

  @Test
  void listsAndExpiresAMillionBlocksWithinAHeapOf128Megabytes() throws Exception {
    try (JavaProcess process =
        new JavaCommand(ManyBlocksProcess.class)
            .with("-Xmx128m")
            .start(path.toString(), Integer.toString(BLOCKS))) {
      assertThat(process.awaitLine("made ")).isEqualTo("1000000");
      assertThat(process.awaitLine("listed ")).isEqualTo("1000000");
      assertThat(process.awaitLine("expired ")).isEqualTo("500000");
      assertThat(process.awaitLine("kept ")).isEqualTo("500000");
      assertThat(process.awaitLine("expired ")).isEqualTo("500000");
      assertThat(process.awaitLine("left ")).isEqualTo("0");
      assertThat(process.awaitEnd()).isZero();
    }
  }
}
