package org.tigstore.server;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Where settings are looked up: the first source that has a setting counts. */
final class SettingSources {
  private static final String JNDI_PREFIX = "java:comp/env/";

  /** What a name has that is meant for tig. */
  private static final Pattern OURS = Pattern.compile("(?i)tig[._].+");

  /** What Kubernetes and Docker add for a service or container named tig. */
  private static final Pattern LINK =
      Pattern.compile(
          "TIG_(\\w+_)?(SERVICE_(HOST|PORT)|PORT_\\d+_(TCP|UDP|SCTP))(_\\w+)?=.*"
              + "|TIG_\\w+_PORT=\\w+://.*");

  private final List<Source> sources;
  private final List<String> unknown;

  /**
   * @param emptyIsUnset whether a setting counts as not made if its value is blank
   */
  private record Source(
      String kind,
      Function<Setting<?>, String> keys,
      Function<String, @Nullable String> values,
      boolean emptyIsUnset) {
    /** A line for each of these names that looks like that of a setting but is none. */
    private Stream<String> unknown(Map<String, String> found) {
      List<String> known =
          Stream.concat(Setting.all().stream(), Setting.REMOVED.stream()).map(keys).toList();
      return found.keySet().stream()
          .filter(name -> OURS.matcher(name).matches() && !known.contains(name))
          .filter(name -> !LINK.matcher(name + "=" + found.get(name)).matches())
          .sorted()
          .map(name -> kind + " " + name + " is not a setting and is ignored" + hint(name, known));
    }
  }

  /**
   * A setting that somebody made.
   *
   * @param value as text
   * @param source where it was found
   * @param unreplaced whether it is a placeholder that some servers leave in a descriptor as it is
   *     if nothing replaces it; the setting is not made then
   */
  record Found(String value, String source, boolean unreplaced) {}

  /**
   * System properties, then environment variables, then JNDI entries.
   *
   * @param properties the system properties
   * @param environment the environment
   * @param jndi the JNDI entries, by full name
   */
  SettingSources(
      Map<String, String> properties,
      Map<String, String> environment,
      Function<String, @Nullable String> jndi) {
    Source property = new Source("system property", Setting::property, properties::get, false);
    Source variable = new Source("environment variable", Setting::variable, environment::get, true);
    Source entry = new Source("JNDI entry", setting -> JNDI_PREFIX + setting.entry(), jndi, true);
    this.sources = List.of(property, variable, entry);
    this.unknown =
        Stream.concat(property.unknown(properties), variable.unknown(environment)).toList();
  }

  /** This process's and this component's. */
  static SettingSources ofProcess() {
    Map<String, String> properties =
        System.getProperties().stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, name -> System.getProperty(name, "")));
    return new SettingSources(properties, System.getenv(), SettingSources::lookUp);
  }

  @SuppressWarnings("BanJNDI") // The names are this application's own, never a caller's.
  private static @Nullable String lookUp(String name) {
    try {
      return String.valueOf(InitialContext.<Object>doLookup(name));
    } catch (NamingException e) {
      // Not there, or no JNDI at all: both mean that nobody made the setting here.
      return null;
    }
  }

  /** Where this setting was made first; empty if nobody made it. */
  Optional<Found> find(Setting<?> setting) {
    for (Source source : sources) {
      String key = source.keys().apply(setting);
      String value = source.values().apply(key);
      if (value != null && !(source.emptyIsUnset() && value.isBlank())) {
        boolean unreplaced = key.startsWith(JNDI_PREFIX) && value.startsWith("${");
        return Optional.of(new Found(value, source.kind() + " " + key, unreplaced));
      }
    }
    return Optional.empty();
  }

  /** A line for each system property and environment variable that looks like a setting's. */
  List<String> unknown() {
    return unknown;
  }

  private static String hint(String name, List<String> known) {
    String letters = letters(name);
    return Stream.concat(known.stream(), Stream.of("APIKEY"))
        .min(Comparator.comparing(other -> distance(letters, letters(other))))
        .filter(other -> distance(letters, letters(other)) <= 1 + letters.length() / 4)
        .map(other -> "; the nearest is " + other)
        .orElse("");
  }

  private static String letters(String name) {
    return name.replaceFirst("(?i)^tig[._]", "").replaceAll("[\\W_]", "").toLowerCase(Locale.ROOT);
  }

  /** How many letters must be added, removed or replaced to get from one to the other. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
