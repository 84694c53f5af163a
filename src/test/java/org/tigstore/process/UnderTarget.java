package org.tigstore.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Puts temporary directories where the build's results lie: on a disk, not in memory. */
final class UnderTarget implements TempDirFactory {
  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
      throws IOException {
    Path parent = Path.of(System.getProperty("tig.war")).resolveSibling("process-tests");
    return Files.createTempDirectory(Files.createDirectories(parent), "data");
  }
}
