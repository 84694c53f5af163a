package org.tigstore.access;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who asks, as far as the request says, and how it came.
 *
 * @param queryKey the key in the query
 * @param fieldKey the key in the field {@link #KEY_FIELD}
 * @param bearer the key in {@code Authorization}
 * @param routedBy the node that handed the request on, if one did: it is not handed on again
 * @param throughChannel whether a channel on another node led here: it leads no further
 * @param handingOver whether a node hands over what it has
 */
public record Caller(
    Optional<Secret> queryKey,
    Optional<Secret> fieldKey,
    Optional<Secret> bearer,
    Optional<String> routedBy,
    boolean throughChannel,
    boolean handingOver) {
  /** The parameter of the key. */
  public static final String QUERY_KEY = "apikey";

  /** The header field of the key. */
  public static final String KEY_FIELD = "X-API-Key";

  /** The parameter by which nodes know requests of one another. */
  public static final String ROUTED = "09E3F5F0-1D87-4B54-B57D-8D046D001942";

  /** The header field of an answer by which nodes know of a channel that leads to nothing. */
  public static final String DANGLING = "Tig-Dangling";

  /** The header field by which nodes know what another one hands over at the end of its life. */
  public static final String HANDED_OVER = "Tig-Handed-Over";

  /** The header field by which nodes know that a channel led to the block. */
  public static final String THROUGH_CHANNEL = "Tig-Through-Channel";

  /** This node itself, handing over what it has, with the key that it has. */
  public static Caller node(Optional<Secret> key) {
    return new Caller(Optional.empty(), Optional.empty(), key, Optional.empty(), false, true);
  }

  /** All keys that came. */
  public List<Secret> keys() {
    return Stream.of(queryKey, fieldKey, bearer).flatMap(Optional::stream).toList();
  }
}
