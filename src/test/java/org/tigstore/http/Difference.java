package org.tigstore.http;

import java.util.Set;

/**
 * What a server does to requests itself, before tig is asked. The tests hold each server to just
 * that, and docs/servers.md tells operators.
 */
enum Difference {
  /** The connection ends without an answer. */
  BROKEN_CHUNKS_ARE_NOT_ANSWERED("wildfly"),
  /** What came before is the whole body. */
  NEGATIVE_CHUNK_SIZE_ENDS_THE_BODY("wildfly");

  private final Set<String> servers;

  Difference(String... servers) {
    this.servers = Set.of(servers);
  }

  /** Whether the server that the tests run on does so. */
  boolean isHere() {
    return servers.contains(System.getProperty("tig.server", "embedded"));
  }
}
