package org.tigstore.http;

import java.util.Set;

/**
 * What a server does to requests itself, before tig is asked. The tests hold each server to just
 * that, and docs/servers.md tells operators.
 */
enum Difference {
  /** The connection ends without an answer. */
  BROKEN_CHUNKS_ARE_NOT_ANSWERED,
  /** What came before is the whole body. */
  NEGATIVE_CHUNK_SIZE_ENDS_THE_BODY;

  private Set<String> servers() {
    return switch (this) {
      case BROKEN_CHUNKS_ARE_NOT_ANSWERED -> Set.of("wildfly");
      case NEGATIVE_CHUNK_SIZE_ENDS_THE_BODY -> Set.of("wildfly");
    };
  }

  /** Whether the server that the tests run on does so. */
  boolean isHere() {
    return servers().contains(System.getProperty("tig.server", "embedded"));
  }
}
