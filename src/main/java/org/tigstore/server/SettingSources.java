package org.tigstore.server;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Where settings are looked up: the first source that has a setting counts. */
final class SettingSources {
  private static final String JNDI_PREFIX = "java:comp/env/";

  private final List<Source> sources;

  private record Source(
      String kind, Function<Setting<?>, String> keys, Function<String, @Nullable String> values) {}

  /**
   * A setting that somebody made.
   *
   * @param value as text
   * @param source where it was found
   */
  record Found(String value, String source) {}

  /**
   * System properties, then environment variables, then JNDI entries.
   *
   * @param properties the system properties
   * @param environment the environment
   * @param jndi the JNDI entries, by full name
   */
  SettingSources(
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> environment,
      Function<String, @Nullable String> jndi) {
    this.sources =
        List.of(
            new Source("system property", Setting::property, properties),
            new Source("environment variable", Setting::variable, environment),
            new Source("JNDI entry", setting -> JNDI_PREFIX + setting.entry(), jndi));
  }

  /** This process's and this component's. */
  static SettingSources ofProcess() {
    return new SettingSources(System::getProperty, System::getenv, SettingSources::lookUp);
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
      if (value != null && isResolved(value)) {
        return Optional.of(new Found(value, source.kind() + " " + key));
      }
    }
    return Optional.empty();
  }

  /** Some servers leave a placeholder in a descriptor as it is if nothing replaces it. */
  private static boolean isResolved(String value) {
    return !value.startsWith("${");
  }
}
