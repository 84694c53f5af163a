package org.tigstore.client;

import java.util.Map;
import java.util.Optional;
import org.tigstore.block.Content;

/**
 * A request that can be sent any number of times.
 *
 * @param method the HTTP method
 * @param target what follows the server's address: a path and perhaps a query
 * @param fields the header fields that no other request has
 * @param body what is sent
 * @param harmless whether executing it twice has the effect of executing it once
 */
record Request(
    String method,
    String target,
    Map<String, String> fields,
    Optional<Content> body,
    boolean harmless) {
  /** A request without body that changes nothing. */
  static Request reading(String method, String target, Map<String, String> fields) {
    return new Request(method, target, fields, Optional.empty(), true);
  }
}
