package org.tigstore.access;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The API keys that came with a request, each the way it came.
 *
 * @param query in the query
 * @param field in the field {@link #FIELD}
 * @param bearer in {@code Authorization}
 */
public record Keys(Optional<Secret> query, Optional<Secret> field, Optional<Secret> bearer) {
  /** The parameter of the key. */
  public static final String QUERY = "apikey";

  /** The header field of the key. */
  public static final String FIELD = "X-API-Key";

  /** No key. */
  public static final Keys NONE = new Keys(Optional.empty(), Optional.empty(), Optional.empty());

  /** This key, as a node shows it: never in an address. */
  public static Keys ofNode(Optional<Secret> key) {
    return new Keys(Optional.empty(), Optional.empty(), key);
  }

  /** All of them. */
  public List<Secret> all() {
    return Stream.of(query, field, bearer).flatMap(Optional::stream).toList();
  }
}
