package org.tigstore.access;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The API keys in a request, by their place.
 *
 * @param query in the query
 * @param field in the field {@link #FIELD}
 * @param bearer in {@code Authorization}
 */
public record Keys(Optional<Secret> query, Optional<Secret> field, Optional<Secret> bearer) {
  /** The query parameter of the key. */
  public static final String QUERY = "apikey";

  /** The header field of the key. */
  public static final String FIELD = "X-API-Key";

  /** No key. */
  public static final Keys NONE = new Keys(Optional.empty(), Optional.empty(), Optional.empty());

  /** This key as a node sends it: in a header field, never in an address. */
  public static Keys ofNode(Optional<Secret> key) {
    return new Keys(Optional.empty(), Optional.empty(), key);
  }

  /** All keys. */
  public List<Secret> all() {
    return Stream.of(query, field, bearer).flatMap(Optional::stream).toList();
  }
}
