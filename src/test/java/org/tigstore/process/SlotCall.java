package org.tigstore.process;

import java.util.List;
import java.util.Optional;
import org.tigstore.process.SlotHistory.Effect;

/** A call of a slot over HTTP. */
enum SlotCall {
  PUT("PUT", ""),
  SET_IF_NOT("PUT", "?setifnot=1"),
  APPEND("PUT", "?append=1"),
  COMPARE_AND_SET("PUT", ""),
  TAKE("GET", "?take=1"),
  DELETE("DELETE", ""),
  GET("GET", "");

  private final String method;
  private final String query;

  SlotCall(String method, String query) {
    this.method = method;
    this.query = query;
  }

  String method() {
    return method;
  }

  String query() {
    return query;
  }

  /**
   * What the call does to a slot that answers so.
   *
   * @param text what is to be stored
   * @param expected what is compared
   */
  Effect answered(int status, String body, String text, String expected) {
    return switch (status) {
      case 200 ->
          value -> this == TAKE || this == GET ? given(value, body) : made(value, text, expected);
      case 404 -> value -> value.isEmpty() ? List.of(value) : List.of();
      case 409 -> value -> value.isPresent() ? List.of(value) : List.of();
      case 412 -> value -> value.equals(Optional.of(expected)) ? List.of() : List.of(value);
      case 503, 507 -> List::of;
      case 500 -> unanswered(text, expected);
      default -> throw new AssertionError(this + " was answered " + status);
    };
  }

  private List<Optional<String>> given(Optional<String> value, String body) {
    return value.equals(Optional.of(body)) ? made(value, "", "") : List.of();
  }

  /** What the call, of which nobody knows, does if it was made, or not. */
  Effect unanswered(String text, String expected) {
    return ((Effect) value -> made(value, text, expected)).perhaps();
  }

  private List<Optional<String>> made(Optional<String> value, String text, String expected) {
    return switch (this) {
      case PUT -> List.of(Optional.of(text));
      case SET_IF_NOT -> value.isEmpty() ? List.of(Optional.of(text)) : List.of();
      case APPEND -> List.of(Optional.of(value.orElse("") + text));
      case COMPARE_AND_SET ->
          value.equals(Optional.of(expected)) ? List.of(Optional.of(text)) : List.of();
      case TAKE, DELETE -> value.isPresent() ? List.of(Optional.empty()) : List.of();
      case GET -> List.of(value);
    };
  }
}
