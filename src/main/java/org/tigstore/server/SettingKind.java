package org.tigstore.server;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tigstore.access.HostPort;
import org.tigstore.access.Network;

/**
 * Which values a setting may have.
 *
 * @param placeholder stands for the value in the help
 * @param requirement completes the sentence "the value is not …"
 * @param parser throws an unchecked exception if the text is no such value, {@link
 *     SettingException} if its message says why not
 */
record SettingKind<T>(String placeholder, String requirement, Function<String, T> parser) {
  private static final Duration LONGEST_DURATION = Duration.ofDays(36_500);
  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d+)(ms|[smhd])");
  private static final Map<String, ChronoUnit> DURATION_UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  /** Completes "the value is …". */
  static final String PLACEHOLDER = "a placeholder that nothing has replaced";

  /** Stands for bytes of a command line or an environment that are no characters. */
  static final char UNDECODED = '\ufffd';

  /**
   * What shells, Docker, Kubernetes, templates, {@code cmd} and build tools leave where they
   * replace nothing.
   */
  private static final Pattern UNREPLACED =
      Pattern.compile(
          "(?s).*(\\$\\{|\\{\\{|\\$\\([\\w.-]+\\)|(^|[/,])(\\$\\w|%[A-Za-z_]\\w*%|@[\\w.]+@)).*");

  private static final Pattern QUOTED = Pattern.compile("(?s)([\"']).*\\1");
  private static final String A_PATH = "a path";
  private static final String NONE = "none";
  private static final String NOT_SET = "not set";

  static final SettingKind<String> TEXT = of("VALUE", "a text", text -> text);
  static final SettingKind<Boolean> FLAG = of("BOOLEAN", "true or false", SettingKind::flag);
  static final SettingKind<Integer> COUNT =
      of("COUNT", "a number from 0", Integer::valueOf).only(count -> count >= 0);
  static final SettingKind<Long> SIZE_OR_ZERO =
      of("SIZE", "a size such as 128M or a number of bytes, or 0", SettingKind::size)
          .only(bytes -> bytes >= 0);
  static final SettingKind<Long> SIZE =
      of("SIZE", "a size such as 128M or a number of bytes, over 0", SettingKind::size)
          .only(bytes -> bytes > 0);
  static final SettingKind<Duration> DURATION =
      of(
          "DURATION",
          "a duration such as 10m or PT10M (ISO 8601) of at most a century",
          SettingKind::duration);
  static final SettingKind<Duration> POSITIVE_DURATION =
      of(
              "DURATION",
              "a duration over zero such as 10m or PT10M (ISO 8601) of at most a century",
              SettingKind::duration)
          .only(duration -> !duration.isZero());
  static final SettingKind<String> ADDRESS = of("ADDRESS", "an address", matching("(?s).*\\S.*"));
  static final SettingKind<Path> DIRECTORY = new SettingKind<>("DIR", A_PATH, SettingKind::path);
  static final SettingKind<Path> FILE = new SettingKind<>("FILE", A_PATH, SettingKind::path);
  static final SettingKind<Optional<Path>> OPTIONAL_FILE =
      new SettingKind<>("FILE", A_PATH, FILE.parser().andThen(Optional::of));
  static final SettingKind<Integer> PORT =
      of("PORT", "a port from 0 to 65535", Integer::valueOf)
          .only(port -> port >= 0 && port <= 65535);
  static final SettingKind<OptionalInt> PORT_OR_NONE =
      of(
          "PORT",
          "a port from 0 to 65535, or none",
          text ->
              text.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(PORT.parser().apply(text)));
  static final SettingKind<String> CONTEXT_PATH =
      of("PATH", "a path such as / or /tig", matching("/|(/[\\w.~-]+)+"));
  static final SettingKind<Optional<String>> FIELD =
      of(
          "FIELD",
          "the name of a header field",
          matching("[!#$%&'*+.^_`|~0-9A-Za-z-]+").andThen(Optional::of));
  static final SettingKind<List<String>> HOSTS =
      of(
          "NAMES",
          "a list of host names such as tig.example.com",
          listOf(text -> HostPort.of(text).orElseThrow().canonicalHost()));

  /** As browsers write them (RFC 6454, section 6.1). */
  static final SettingKind<List<String>> ORIGINS =
      of(
          "ORIGINS",
          "a list of origins such as https://app.example.com",
          listOf(matching("https?://[a-z0-9.\\[\\]:-]+")));

  static final SettingKind<List<Network>> NETWORKS =
      of("NETWORKS", "a list of addresses or networks such as 10.0.0.0/8", listOf(Network::parse));
  static final SettingKind<List<URI>> NODES =
      of(
          "ADDRESSES",
          "a list of addresses such as http://tig.example.internal:7777",
          listOf(SettingKind::node));

  /** One of the words that an enumeration's constants are in lower case. */
  static <E extends Enum<E>> SettingKind<E> choice(Class<E> type) {
    List<E> choices = List.of(type.getEnumConstants());
    return of(
        choices.stream().map(SettingKind::shown).collect(Collectors.joining("|")),
        choices.stream().map(SettingKind::shown).collect(Collectors.joining(" or ")),
        text -> choices.stream().filter(one -> shown(one).equals(text)).findFirst().orElseThrow());
  }

  /** White space around the value, such as the line ends of Windows, is no part of it. */
  private static <T> SettingKind<T> of(
      String placeholder, String requirement, Function<String, T> parser) {
    return new SettingKind<>(
        placeholder,
        requirement,
        text -> {
          checkWriting(text.strip());
          return parser.apply(text.strip());
        });
  }

  private static void checkWriting(String text) {
    if (UNREPLACED.matcher(text).matches()) {
      throw new SettingException(PLACEHOLDER);
    }
    if (QUOTED.matcher(text).matches()) {
      throw new SettingException("with quotation marks, which no shell has removed: remove them");
    }
  }

  /** Whether the whole text is a placeholder. */
  static boolean isPlaceholder(String text) {
    return text.matches("\\$\\{[^}]*\\}|\\$\\([^)]*\\)|\\{\\{.*\\}\\}");
  }

  /** A path that exists is taken as it is; any other must not look like a mistake. */
  private static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("blank");
    }
    Path literal = encoded(text);
    if (Files.exists(literal, NOFOLLOW_LINKS)) {
      return literal;
    }
    String line = text.replaceAll("[\r\n]+$", "");
    checkWriting(line.strip());
    if (!line.equals(line.strip())) {
      throw new SettingException("with white space at its start or end: remove it");
    }
    if (line.equals("~") || line.startsWith("~/")) {
      throw new SettingException("where no shell has replaced the ~: write the path in full");
    }
    if (line.indexOf(UNDECODED) >= 0) {
      throw new SettingException("which has " + inexpressible());
    }
    return encoded(line);
  }

  private static Path encoded(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      if (text.indexOf('\0') >= 0) {
        throw e;
      }
      throw new SettingException("which has " + inexpressible(), e);
    }
  }

  /** What a value has whose bytes are not in the encoding of the process, and the remedy. */
  static String inexpressible() {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    return "characters that the encoding of this process's locale, "
        + encoding
        + ", does not have: "
        + (encoding.equals("UTF-8")
            ? "write them in UTF-8"
            : "set LC_ALL=C.UTF-8 in its environment");
  }

  private SettingKind<T> only(Predicate<T> allowed) {
    return new SettingKind<>(
        placeholder,
        requirement,
        text -> {
          T value = parser.apply(text);
          if (!allowed.test(value)) {
            throw new IllegalArgumentException("out of bounds");
          }
          return value;
        });
  }

  private static Function<String, String> matching(String regex) {
    return text -> {
      if (!text.matches(regex)) {
        throw new IllegalArgumentException("no match");
      }
      return text;
    };
  }

  private static <E> Function<String, List<E>> listOf(Function<String, E> parser) {
    return text -> {
      List<E> list =
          Arrays.stream(text.split(",", -1))
              .map(String::strip)
              .filter(item -> !item.isEmpty())
              .map(parser)
              .toList();
      if (list.isEmpty()) {
        throw new IllegalArgumentException("nothing but commas");
      }
      return list;
    };
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  private static long size(String text) {
    int unit = text.isEmpty() ? -1 : "KMG".indexOf(text.charAt(text.length() - 1));
    return unit < 0
        ? Long.parseLong(text)
        : Math.multiplyExact(
            Long.parseLong(text.substring(0, text.length() - 1)), 1L << (10 * (unit + 1)));
  }

  private static Duration duration(String text) {
    Matcher written = SHORT_DURATION.matcher(text);
    Duration duration =
        written.matches()
            ? Duration.of(
                Long.parseLong(written.group(1)),
                Objects.requireNonNull(DURATION_UNITS.get(written.group(2))))
            : Duration.parse(text);
    if (duration.isNegative() || duration.compareTo(LONGEST_DURATION) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return duration;
  }

  /** Without user, query and fragment: anyone who reads the log may see it. */
  private static URI node(String text) {
    URI address = URI.create(text);
    String authority = Optional.ofNullable(address.getRawAuthority()).orElse("");
    HostPort place = HostPort.of(authority).orElseThrow();
    boolean bare = place.host().contains(":") && !authority.startsWith("[");
    boolean web =
        "http".equalsIgnoreCase(address.getScheme())
            || "https".equalsIgnoreCase(address.getScheme());
    if (!web
        || bare
        || place.port() == 0
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException("no address of a node");
    }
    // The zone of an address is a network interface, or the address is refused.
    var unused = place.address();
    return address;
  }

  /** A value as the log, the help and the documentation show it. */
  static String shown(Object value) {
    if (value instanceof Enum<?>) {
      return value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof List<?> several) {
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
