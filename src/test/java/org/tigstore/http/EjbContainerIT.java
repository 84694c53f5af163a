package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Servers that have an EJB container: it runs the store, and no thread of the application's own.
 */
class EjbContainerIT extends HttpTest {
  private static final Path LOG = Path.of(System.getProperty("tig.serverLog"));

  @Test
  void containerRunsTheStoreAndItsTimer() throws IOException {
    assertThat(Files.readString(LOG))
        .contains("the EJB container runs the store and its timer")
        .doesNotContain("the application runs the store");
  }
}
