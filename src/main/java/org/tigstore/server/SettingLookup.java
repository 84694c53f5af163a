package org.tigstore.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks settings up, and notes each with its value and where that came from; no secret is among
 * them.
 */
final class SettingLookup {
  private static final String NOT_SET = "not set";

  /** How a port that is not wanted is written. */
  static final String NONE = "none";

  private final SettingSources sources;
  private final List<String> origins = new ArrayList<>();

  SettingLookup(SettingSources sources) {
    this.sources = sources;
  }

  /** A line for each setting that was looked up. */
  List<String> origins() {
    return origins;
  }

  /** Notes what is no setting of these. */
  void note(String line) {
    origins.add(line);
  }

  /** Whether somebody made this setting. */
  boolean isSet(String name) {
    return sources.find(name).isPresent();
  }

  /** A warning if somebody made this setting, which was removed. */
  Optional<String> removed(String name) {
    return sources
        .find(name)
        .map(found -> "tig." + name + " was removed and is ignored (" + found.source() + ")");
  }

  /**
   * The setting of this name.
   *
   * @param kind what it has to be, for whoever made it otherwise
   * @param otherwise what it is if nobody made it
   * @throws SettingException if it is something else
   */
  <T> T setting(String name, String kind, Function<String, T> parser, T otherwise) {
    Optional<SettingSources.Found> found = sources.find(name);
    if (found.isEmpty()) {
      origins.add("tig." + name + " = " + shown(otherwise) + " (default)");
      return otherwise;
    }
    String value = found.get().value();
    try {
      T parsed = parser.apply(value);
      origins.add("tig." + name + " = " + shown(parsed) + " (" + found.get().source() + ")");
      return parsed;
    } catch (RuntimeException e) {
      throw new SettingException(
          found.get().source() + " is \"" + value + "\", which is not " + kind + ".", e);
    }
  }

  /** The setting of this name, which is one of a few words. */
  <E extends Enum<E>> E choice(String name, E otherwise) {
    List<E> choices = List.of(otherwise.getDeclaringClass().getEnumConstants());
    String kind = choices.stream().map(SettingLookup::shown).collect(Collectors.joining(" or "));
    return setting(
        name,
        kind,
        value -> choices.stream().filter(one -> shown(one).equals(value)).findFirst().orElseThrow(),
        otherwise);
  }

  private static String shown(Object value) {
    if (value instanceof Enum<?>) {
      return value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof Collection<?> several) {
      return several.isEmpty()
          ? NOT_SET
          : several.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
    if (value instanceof OptionalInt number) {
      return number.isPresent() ? Integer.toString(number.getAsInt()) : NONE;
    }
    return value instanceof Optional<?> optional
        ? optional.map(Object::toString).orElse(NOT_SET)
        : value.toString();
  }
}
