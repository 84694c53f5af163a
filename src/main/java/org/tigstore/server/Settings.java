package org.tigstore.server;

import static java.lang.System.Logger.Level.INFO;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tigstore.access.AccessMode;
import org.tigstore.access.AccessSettings;
import org.tigstore.access.Network;
import org.tigstore.access.Secret;
import org.tigstore.cluster.ClusterSettings;
import org.tigstore.cluster.PeerTrust;
import org.tigstore.file.Durability;
import org.tigstore.file.FileStoreSettings;
import org.tigstore.file.Verification;

/**
 * What an operator decides, read once.
 *
 * @param data the directory of the blocks
 * @param retention how long an untouched block lives; zero for ever
 * @param sweepInterval how long between two searches for expired blocks
 * @param maxBlockSize the largest block, in bytes
 * @param maxStoreSize the most bytes that all blocks together may have; 0 for any number
 * @param durability what a change survives once it is answered
 * @param verify when sealed blocks are hashed before they are read
 * @param scrubPeriod in what time every sealed block is hashed once; zero for never
 * @param lockWait how long to wait for another process to let go of the directory
 * @param host the address that a server of tig's own listens on
 * @param port the port that a server of tig's own listens on
 * @param tls where and with what the stand-alone process speaks TLS
 * @param contextPath the path that the stand-alone process serves under
 * @param stopDelay how long the stand-alone process serves on, not being ready, when told to stop
 * @param apiKey the key from the environment, for when the data directory has no key file
 * @param cluster where the other nodes are, and how to deal with them
 * @param access who may do what, and how much of it
 * @param exitWhenEmpty whether the process ends once it has handed over all it had
 * @param origins a line for each setting: its name, value and source
 */
public record Settings(
    Path data,
    Duration retention,
    Duration sweepInterval,
    long maxBlockSize,
    long maxStoreSize,
    Durability durability,
    Verification verify,
    Duration scrubPeriod,
    Duration lockWait,
    String host,
    int port,
    TlsSettings tls,
    String contextPath,
    Duration stopDelay,
    Optional<Secret> apiKey,
    ClusterSettings cluster,
    AccessSettings access,
    boolean exitWhenEmpty,
    List<String> origins) {
  private static final System.Logger LOG = System.getLogger(Settings.class.getName());
  private static final Path DEFAULT_DATA = Path.of("/data");
  private static final Duration DEFAULT_RETENTION = Duration.ofMinutes(10);
  private static final Duration SHORTEST_SWEEP_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_SWEEP_INTERVAL = Duration.ofMinutes(1);
  private static final Duration LONGEST_DURATION = Duration.ofDays(36_500);
  private static final int TOUCHES_IN_RETENTION = 100;
  private static final Duration DEFAULT_SCRUB_PERIOD = Duration.ofDays(7);
  private static final Duration DEFAULT_LOCK_WAIT = Duration.ofSeconds(10);
  private static final Duration DEFAULT_PEER_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration DEFAULT_PEER_PAUSE = Duration.ofSeconds(10);
  private static final Duration DEFAULT_FAILURE_DELAY = Duration.ofMillis(10);
  private static final Duration DEFAULT_FAILURE_INTERVAL = Duration.ofMillis(2);
  private static final String NOT_SET = "not set";
  private static final String NONE = "none";
  private static final long DEFAULT_MAX_BLOCK_SIZE = 128L * 1024 * 1024;

  /** A copy of the list, so that the value is immutable. */
  public Settings {
    origins = List.copyOf(origins);
  }

  /**
   * Reads this process's settings.
   *
   * @throws SettingException at a value that a setting cannot have
   */
  public static Settings read() {
    return new Reader(SettingSources.ofProcess())
        .read(Optional.ofNullable(System.getenv("APIKEY")));
  }

  /** As {@link #read()}, from other sources. */
  static Settings read(SettingSources sources, Optional<String> apiKey) {
    return new Reader(sources).read(apiKey);
  }

  /** Logs every setting with its value and source; no secret is shown. */
  public void log() {
    for (String line : origins) {
      LOG.log(INFO, line);
    }
  }

  /** What the store's engine has to know. */
  public FileStoreSettings forStore() {
    return new FileStoreSettings(
        data, maxBlockSize, maxStoreSize, durability, verify, lockWait, touchInterval());
  }

  /** How much longer than the retention a block may live, for the sake of fewer touches. */
  Duration touchInterval() {
    return (retention.isZero() ? DEFAULT_RETENTION : retention).dividedBy(TOUCHES_IN_RETENTION);
  }

  private static final class Reader {
    private final SettingSources sources;
    private final List<String> origins = new ArrayList<>();

    Reader(SettingSources sources) {
      this.sources = sources;
    }

    Settings read(Optional<String> apiKey) {
      Path data = setting("data", "a path", Reader::path, defaultData());
      Duration retention = setting("retention", DURATION, Reader::duration, DEFAULT_RETENTION);
      Duration sweepInterval =
          setting("sweepInterval", DURATION, Reader::positiveDuration, sweepIntervalFor(retention));
      long maxBlockSize =
          setting("maxBlockSize", "a number of bytes over 0", Reader::size, DEFAULT_MAX_BLOCK_SIZE);
      long maxStoreSize =
          setting("maxStoreSize", "a number of bytes, or 0", Reader::sizeOrZero, 0L);
      Durability durability = choice("durability", Durability.FSYNC);
      Verification verify = choice("verify", Verification.CHANGED);
      Duration scrubPeriod =
          setting("scrubPeriod", DURATION, Reader::duration, DEFAULT_SCRUB_PERIOD);
      Duration lockWait = setting("lockWait", DURATION, Reader::duration, DEFAULT_LOCK_WAIT);
      String host = setting("host", "an address", Reader::notBlank, "127.0.0.1");
      int port = setting("port", "a port from 0 to 65535", Reader::port, 7777);
      TlsSettings tls = tls();
      String contextPath =
          setting("contextPath", "a path such as / or /tig", Reader::contextPath, "/");
      Duration stopDelay = setting("stopDelay", DURATION, Reader::duration, Duration.ZERO);
      ClusterSettings cluster = cluster();
      AccessSettings access = access(cluster);
      boolean exitWhenEmpty = setting("exitWhenEmpty", YES_OR_NO, Reader::yesOrNo, false);
      if (apiKey.filter(String::isEmpty).isPresent()) {
        throw new SettingException("environment variable APIKEY is empty: unset it or give a key.");
      }
      origins.add(
          "APIKEY = " + (apiKey.isPresent() ? "**** (environment variable APIKEY)" : NOT_SET));
      return new Settings(
          data,
          retention,
          sweepInterval,
          maxBlockSize,
          maxStoreSize,
          durability,
          verify,
          scrubPeriod,
          lockWait,
          host,
          port,
          tls,
          contextPath,
          stopDelay,
          apiKey.map(Secret::new),
          cluster,
          access,
          exitWhenEmpty,
          origins);
    }

    private TlsSettings tls() {
      return new TlsSettings(
          setting("tlsKey", "a path", Reader::path, Path.of("/etc/ssl/tig.key")),
          setting("tlsCertificate", "a path", Reader::path, Path.of("/etc/ssl/tig.crt")),
          setting("tlsPort", PORT_OR_NONE, Reader::somePort, OptionalInt.of(443)),
          isSet("tlsKey") || isSet("tlsCertificate") || isSet("tlsPort"),
          !isSet("port"));
    }

    private boolean isSet(String name) {
      return sources.find(name).isPresent();
    }

    private ClusterSettings cluster() {
      ClusterSettings cluster =
          new ClusterSettings(
              setting("cluster", ADDRESSES, Reader::addresses, List.of()),
              setting("addLocalhost", YES_OR_NO, Reader::yesOrNo, false),
              choice("peerTrust", PeerTrust.VERIFY),
              setting("peerCertificate", "a path", Reader::somePath, Optional.empty()),
              setting("peerTimeout", DURATION, Reader::positiveDuration, DEFAULT_PEER_TIMEOUT),
              setting("peerPause", DURATION, Reader::positiveDuration, DEFAULT_PEER_PAUSE),
              setting("lifetime", DURATION, Reader::duration, Duration.ZERO));
      if (cluster.trust() == PeerTrust.PIN && cluster.certificate().isEmpty()) {
        throw new SettingException("tig.peerTrust is pin, but tig.peerCertificate is not set.");
      }
      if (cluster.addresses().isEmpty() && cluster.addLocalhost()) {
        throw new SettingException("tig.addLocalhost is true, but tig.cluster is not set.");
      }
      if (cluster.addresses().isEmpty() && !cluster.lifetime().isZero()) {
        throw new SettingException("tig.lifetime is set, but tig.cluster is not.");
      }
      return cluster;
    }

    private AccessSettings access(ClusterSettings cluster) {
      AccessSettings access =
          new AccessSettings(
              choice("access", AccessMode.KEY),
              setting("openMetrics", YES_OR_NO, Reader::yesOrNo, false),
              setting("failureDelay", DURATION, Reader::duration, DEFAULT_FAILURE_DELAY),
              setting("failureInterval", DURATION, Reader::duration, DEFAULT_FAILURE_INTERVAL),
              setting("maxUploads", COUNT, Reader::count, 0),
              setting("maxRequestsPerClient", COUNT, Reader::count, 0),
              setting("hosts", HOSTS, Reader::hosts, List.of()),
              setting("origins", ORIGINS, Reader::origins, List.of()),
              setting("proxies", NETWORKS, Reader::networks, List.of()),
              setting("proxyUser", FIELD, Reader::field, Optional.empty()),
              setting("proxyRoles", FIELD, Reader::field, Optional.empty()),
              setting("audit", YES_OR_NO, Reader::yesOrNo, false));
      if (access.mode() == AccessMode.ROLES && !cluster.addresses().isEmpty()) {
        throw new SettingException(
            "tig.access is roles and tig.cluster is set, but nodes know each other by the API key:"
                + " make it key-or-roles.");
      }
      boolean named = access.proxyUser().isPresent() || access.proxyRoles().isPresent();
      if (access.proxies().isEmpty() && named) {
        throw new SettingException(
            "tig.proxyUser or tig.proxyRoles is set, but tig.proxies does not say whom to believe.");
      }
      if (access.proxyUser().isEmpty() && access.proxyRoles().isPresent()) {
        throw new SettingException(
            "tig.proxyRoles is set, but tig.proxyUser does not say whose roles they are.");
      }
      return access;
    }

    private static final String COUNT = "a number from 0";
    private static final String FIELD = "the name of a header field";
    private static final String HOSTS = "a list of host names such as tig.example.com";
    private static final String ORIGINS = "a list of origins such as https://app.example.com";
    private static final String NETWORKS = "a list of addresses or networks such as 10.0.0.0/8";

    private static final String DURATION =
        "a duration such as PT10M (ISO 8601) of at most a century";

    private static final String YES_OR_NO = "true or false";
    private static final String PORT_OR_NONE = "a port from 0 to 65535, or none";
    private static final String ADDRESSES =
        "a list of addresses such as http://tig.example.internal:7777";

    private <T> T setting(String name, String kind, Function<String, T> parser, T otherwise) {
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

    private <E extends Enum<E>> E choice(String name, E otherwise) {
      List<E> choices = List.of(otherwise.getDeclaringClass().getEnumConstants());
      String kind = choices.stream().map(Reader::shown).collect(Collectors.joining(" or "));
      return setting(
          name,
          kind,
          value ->
              choices.stream().filter(one -> shown(one).equals(value)).findFirst().orElseThrow(),
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

    private static List<URI> addresses(String text) {
      return listOf(Reader::address, text);
    }

    private static <T> List<T> listOf(Function<String, T> parser, String text) {
      return Arrays.stream(text.split(",", -1)).map(String::strip).map(parser).toList();
    }

    private static List<Network> networks(String text) {
      return listOf(Network::parse, text);
    }

    private static List<String> hosts(String text) {
      return listOf(Reader::host, text);
    }

    private static String host(String text) {
      if (!text.matches("[a-z0-9.-]+|\\[[0-9a-f:.]+\\]")) {
        throw new IllegalArgumentException("no host");
      }
      return text;
    }

    private static List<String> origins(String text) {
      return listOf(Reader::origin, text);
    }

    /** As browsers write them (RFC 6454, section 6.1). */
    private static String origin(String text) {
      if (!text.matches("https?://[a-z0-9.\\[\\]:-]+")) {
        throw new IllegalArgumentException("no origin");
      }
      return text;
    }

    private static Optional<String> field(String text) {
      if (!text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        throw new IllegalArgumentException("no token");
      }
      return Optional.of(text);
    }

    private static int count(String text) {
      int count = Integer.parseInt(text);
      if (count < 0) {
        throw new IllegalArgumentException("negative");
      }
      return count;
    }

    /** No more than a place: whoever reads the log may see it. */
    private static URI address(String text) {
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

    private static boolean yesOrNo(String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("neither");
      };
    }

    private static Optional<Path> somePath(String text) {
      return Optional.of(path(text));
    }

    private static Path defaultData() {
      return Files.isDirectory(DEFAULT_DATA)
          ? DEFAULT_DATA
          : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static Duration sweepIntervalFor(Duration retention) {
      Duration tenth = retention.dividedBy(10);
      return Arrays.asList(SHORTEST_SWEEP_INTERVAL, tenth, LONGEST_SWEEP_INTERVAL).stream()
          .sorted()
          .toList()
          .get(1);
    }

    private static String notBlank(String text) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("blank");
      }
      return text;
    }

    private static String contextPath(String text) {
      if (!text.matches("/|(/[\\w.~-]+)+")) {
        throw new IllegalArgumentException("no context path");
      }
      return text;
    }

    private static Path path(String text) {
      return Path.of(notBlank(text));
    }

    private static Duration duration(String text) {
      Duration duration = Duration.parse(text);
      if (duration.isNegative() || duration.compareTo(LONGEST_DURATION) > 0) {
        throw new IllegalArgumentException("out of range");
      }
      return duration;
    }

    private static Duration positiveDuration(String text) {
      Duration duration = duration(text);
      if (duration.isZero()) {
        throw new IllegalArgumentException("zero");
      }
      return duration;
    }

    private static long size(String text) {
      return atLeast(1, text);
    }

    private static long sizeOrZero(String text) {
      return atLeast(0, text);
    }

    private static long atLeast(long smallest, String text) {
      long size = Long.parseLong(text);
      if (size < smallest) {
        throw new IllegalArgumentException("too small");
      }
      return size;
    }

    private static OptionalInt somePort(String text) {
      return text.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(port(text));
    }

    private static int port(String text) {
      int port = Integer.parseInt(text);
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("out of range");
      }
      return port;
    }
  }
}
