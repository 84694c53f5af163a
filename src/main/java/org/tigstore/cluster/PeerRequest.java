package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;

/** A request to a peer, as it is being put together. For one thread. */
final class PeerRequest {
  private final String method;
  private final String path;
  private final Duration limit;
  private final StringBuilder query = new StringBuilder();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private @Nullable SentBody body;

  /**
   * A request for a block, or without a name for the root.
   *
   * @param limit how long the peer may take to answer
   */
  PeerRequest(String method, Optional<BlockName> name, Duration limit) {
    this.method = method;
    this.path = "/" + name.map(BlockName::toString).orElse("");
    this.limit = limit;
  }

  /** Adds a parameter. */
  PeerRequest with(String parameter, String value) {
    String separator = query.isEmpty() ? "?" : "&";
    query.append(separator).append(parameter).append('=').append(URLEncoder.encode(value, UTF_8));
    return this;
  }

  /** Adds a header field. */
  PeerRequest withField(String field, String value) {
    fields.put(field, value);
    return this;
  }

  /** Adds a body. */
  PeerRequest with(SentBody newBody) {
    body = newBody;
    return this;
  }

  String method() {
    return method;
  }

  /** Whether it is answered in a word. */
  boolean isQuestion() {
    return method.equals("HEAD");
  }

  /** Whether sending it twice does nothing that sending it once does not do. */
  boolean isRepeatable() {
    return method.equals("HEAD") || (method.equals("GET") && !query.toString().contains("take="));
  }

  /** Path and query at a node that serves under this path. */
  String target(String contextPath) {
    return contextPath + path + query;
  }

  Map<String, String> fields() {
    return fields;
  }

  @Nullable SentBody body() {
    return body;
  }

  Duration limit() {
    return limit;
  }

  /** What may be shown of it: keys may stand in its query. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
