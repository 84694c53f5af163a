package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Connections that nobody uses keep nobody out. */
class ConnectionsLoadIT extends LoadTest {
  private static final int WANTED = 10_000;
  private static final int FEWEST = 1_000;
  private static final int OTHERS = 50;

  /** The server keeps some 30 KiB for each connection that has had a request. */
  private static final String HEAP = "768m";

  @Test
  void tenThousandIdleConnectionsKeepNobodyOut() throws Exception {
    int count = IdleConnections.allowed(WANTED);
    System.out.println("ConnectionsLoadIT: " + count + " idle connections");
    assertThat(count)
        .as("connections that the limit on open files allows")
        .isGreaterThanOrEqualTo(FEWEST);
    try (TigServer server = start(HEAP);
        IdleConnections connections = IdleConnections.open(server, count)) {
      for (int other = 0; other < OTHERS; other++) {
        assertServes(server, "block " + other);
      }
      connections.assertAllAnswer();
      assertThat(server.process().outputText()).doesNotContain("OutOfMemoryError");
    }
  }
}
