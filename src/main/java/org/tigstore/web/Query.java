package org.tigstore.web;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * A request's parameters, from its query string alone: asking the container for parameters would
 * let it consume a body that looks like a form. A percent sign that begins no escape is itself.
 */
final class Query {
  static final String ALL = "all";
  static final String APPEND = "append";
  static final String BURST = "burst";
  static final String CHTIMES = "chtimes";
  static final String CONTENT_TYPE = "Content-Type";
  static final String FORMAT = "format";
  static final String SETIFNOT = "setifnot";
  static final String TAKE = "take";

  private static final Pattern SEPARATOR = Pattern.compile("&");

  private final String text;

  private Query(@Nullable String text) {
    this.text = text == null ? "" : text;
  }

  /** The parameters of this query string, as it stands behind the question mark. */
  static Query parse(@Nullable String text) {
    return new Query(text);
  }

  /** Whether the parameter of this name has this value. */
  boolean has(String name, String value) {
    return value(name).filter(value::equals).isPresent();
  }

  /** The first value of this name, a plus sign being a space as in forms. */
  Optional<String> value(String name) {
    return raw(name).map(Query::decodeForm);
  }

  /** The first value of this name, a plus sign being a plus sign. */
  Optional<String> valueWithPlus(String name) {
    return raw(name).map(Escapes::decode);
  }

  /**
   * Whether the parameter of this name is 1; not if it is 0 or not there.
   *
   * @throws RefusedException {@link Refusal#MALFORMED} if it is anything else
   */
  boolean isOn(String name) throws RefusedException {
    return bit(name, false);
  }

  /**
   * Whether the parameter of this name is 0; not if it is 1 or not there.
   *
   * @throws RefusedException {@link Refusal#MALFORMED} if it is anything else
   */
  boolean isOff(String name) throws RefusedException {
    return !bit(name, true);
  }

  /**
   * Returns if not both parameters are 1.
   *
   * @throws RefusedException {@link Refusal#MALFORMED} if they are
   */
  void refuseTogether(String one, String other) throws RefusedException {
    if (isOn(one) && isOn(other)) {
      throw new RefusedException(Refusal.MALFORMED, one + " and " + other + " cannot be combined");
    }
  }

  /**
   * Returns if the parameter of this name is 0, 1 or not there.
   *
   * @throws RefusedException {@link Refusal#MALFORMED} if it is anything else
   */
  void check(String name) throws RefusedException {
    bit(name, false);
  }

  private boolean bit(String name, boolean otherwise) throws RefusedException {
    Optional<String> value = value(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    return switch (value.get()) {
      case "1" -> true;
      case "0" -> false;
      default -> throw new RefusedException(Refusal.MALFORMED, name + " is either 0 or 1");
    };
  }

  private Optional<String> raw(String name) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return SEPARATOR
        .splitAsStream(text)
        .filter(pair -> decodeForm(nameOf(pair)).equals(name))
        .map(pair -> pair.substring(Math.min(nameOf(pair).length() + 1, pair.length())))
        .findFirst();
  }

  private static String nameOf(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0 ? pair : pair.substring(0, equals);
  }

  private static String decodeForm(String text) {
    return Escapes.decode(text.replace('+', ' '));
  }
}
