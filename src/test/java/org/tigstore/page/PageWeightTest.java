package org.tigstore.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All files of the page together, of which a visit loads only those of its views. */
class PageWeightTest {
  private static final long MOST_BYTES = 200_000;

  @Test
  void pageIsLight() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(Path.of("webapp", "ui")).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    assertThat(bytes).isBetween(1L, MOST_BYTES - 1);
  }
}
