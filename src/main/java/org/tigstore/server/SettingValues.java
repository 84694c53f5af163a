package org.tigstore.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.tigstore.access.Network;

/** What settings may be, read from text. Each throws an unchecked exception at what is not. */
final class SettingValues {
  private static final Duration LONGEST_DURATION = Duration.ofDays(36_500);

  private SettingValues() {}

  static List<URI> addresses(String text) {
    return listOf(SettingValues::address, text);
  }

  static <T> List<T> listOf(Function<String, T> parser, String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).map(parser).toList();
  }

  static List<Network> networks(String text) {
    return listOf(Network::parse, text);
  }

  static List<String> hosts(String text) {
    return listOf(SettingValues::host, text);
  }

  static String host(String text) {
    if (!text.matches("[a-z0-9.-]+|\\[[0-9a-f:.]+\\]")) {
      throw new IllegalArgumentException("no host");
    }
    return text;
  }

  static List<String> origins(String text) {
    return listOf(SettingValues::origin, text);
  }

  /** As browsers write them (RFC 6454, section 6.1). */
  static String origin(String text) {
    if (!text.matches("https?://[a-z0-9.\\[\\]:-]+")) {
      throw new IllegalArgumentException("no origin");
    }
    return text;
  }

  static Optional<String> field(String text) {
    if (!text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new IllegalArgumentException("no token");
    }
    return Optional.of(text);
  }

  static int count(String text) {
    int count = Integer.parseInt(text);
    if (count < 0) {
      throw new IllegalArgumentException("negative");
    }
    return count;
  }

  /** No more than a place: whoever reads the log may see it. */
  static URI address(String text) {
    URI address = URI.create(text);
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!web
        || address.getHost() == null
        || address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException("no address of a node");
    }
    return address;
  }

  static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  static Optional<Path> somePath(String text) {
    return Optional.of(path(text));
  }

  static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("blank");
    }
    return text;
  }

  static String contextPath(String text) {
    if (!text.matches("/|(/[\\w.~-]+)+")) {
      throw new IllegalArgumentException("no context path");
    }
    return text;
  }

  static Path path(String text) {
    return Path.of(notBlank(text));
  }

  static Duration duration(String text) {
    Duration duration = Duration.parse(text);
    if (duration.isNegative() || duration.compareTo(LONGEST_DURATION) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return duration;
  }

  static Duration positiveDuration(String text) {
    Duration duration = duration(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException("zero");
    }
    return duration;
  }

  static long size(String text) {
    return atLeast(1, text);
  }

  static long sizeOrZero(String text) {
    return atLeast(0, text);
  }

  static long atLeast(long smallest, String text) {
    long size = Long.parseLong(text);
    if (size < smallest) {
      throw new IllegalArgumentException("too small");
    }
    return size;
  }

  static OptionalInt somePort(String text) {
    return text.equals(SettingLookup.NONE) ? OptionalInt.empty() : OptionalInt.of(port(text));
  }

  static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("out of range");
    }
    return port;
  }
}
