package org.tigstore.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tigstore.http.HttpTest;

/**
 * Servers that have an EJB container: it runs the store, and no thread of the application's own.
 */
class EjbContainerIT extends HttpTest {
  @Test
  void containerRunsTheStoreAndItsTimer() throws IOException {
    assertThat(ServerContainer.running().log())
        .contains("the EJB container runs the store and its timer")
        .doesNotContain("the application runs the store");
  }
}
