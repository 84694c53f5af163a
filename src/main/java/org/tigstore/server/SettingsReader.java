package org.tigstore.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tigstore.access.AccessMode;
import org.tigstore.access.AccessSettings;
import org.tigstore.access.Secret;
import org.tigstore.cluster.ClusterSettings;
import org.tigstore.cluster.ClusterSettings.PeerTrust;
import org.tigstore.file.Durability;
import org.tigstore.file.Verification;

/** Reads all settings. For one thread. */
final class SettingsReader {
  private static final Path DEFAULT_DATA = Path.of("/data");
  private static final Duration SHORTEST_SWEEP_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_SWEEP_INTERVAL = Duration.ofMinutes(1);
  private static final Duration DEFAULT_SCRUB_PERIOD = Duration.ofDays(7);
  private static final Duration DEFAULT_LOCK_WAIT = Duration.ofSeconds(10);
  private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(30);

  /** Less than the half minute that Kubernetes gives a container to end. */
  private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(25);

  private static final Duration DEFAULT_STOP_PAUSE = Duration.ofSeconds(3);
  private static final Duration DEFAULT_PEER_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration DEFAULT_PEER_PAUSE = Duration.ofSeconds(10);
  private static final Duration DEFAULT_PEER_RETRY = Duration.ofSeconds(5);
  private static final Duration DEFAULT_PEER_GONE = Duration.ofSeconds(10);
  private static final long DEFAULT_MAX_BLOCK_SIZE = 128L * 1024 * 1024;
  private static final String COUNT = "a number from 0";
  private static final String FIELD = "the name of a header field";
  private static final String HOSTS = "a list of host names such as tig.example.com";
  private static final String ORIGINS = "a list of origins such as https://app.example.com";
  private static final String NETWORKS = "a list of addresses or networks such as 10.0.0.0/8";
  private static final String DURATION = "a duration such as PT10M (ISO 8601) of at most a century";
  private static final String YES_OR_NO = "true or false";
  private static final String PORT_OR_NONE = "a port from 0 to 65535, or none";
  private static final String ADDRESSES =
      "a list of addresses such as http://tig.example.internal:7777";

  private final SettingLookup settings;

  SettingsReader(SettingSources sources) {
    this.settings = new SettingLookup(sources);
  }

  /**
   * Reads them.
   *
   * @param apiKey the key from the environment
   * @throws SettingException at a value that a setting cannot have
   */
  Settings read(Optional<String> apiKey) {
    Path data = settings.setting("data", "a path", SettingValues::path, defaultData());
    Duration retention =
        settings.setting(
            "retention", DURATION, SettingValues::duration, Settings.DEFAULT_RETENTION);
    Duration sweepInterval =
        settings.setting(
            "sweepInterval",
            DURATION,
            SettingValues::positiveDuration,
            sweepIntervalFor(retention));
    long maxBlockSize =
        settings.setting(
            "maxBlockSize",
            "a number of bytes over 0",
            SettingValues::size,
            DEFAULT_MAX_BLOCK_SIZE);
    long maxStoreSize =
        settings.setting("maxStoreSize", "a number of bytes, or 0", SettingValues::sizeOrZero, 0L);
    Durability durability = settings.choice("durability", Durability.FSYNC);
    Verification verify = settings.choice("verify", Verification.CHANGED);
    Duration scrubPeriod =
        settings.setting("scrubPeriod", DURATION, SettingValues::duration, DEFAULT_SCRUB_PERIOD);
    Duration lockWait =
        settings.setting("lockWait", DURATION, SettingValues::duration, DEFAULT_LOCK_WAIT);
    String host = settings.setting("host", "an address", SettingValues::notBlank, "127.0.0.1");
    int port = settings.setting("port", "a port from 0 to 65535", SettingValues::port, 7777);
    TlsSettings tls = tls();
    String contextPath =
        settings.setting(
            "contextPath", "a path such as / or /tig", SettingValues::contextPath, "/");
    Duration idleTimeout =
        settings.setting(
            "idleTimeout", DURATION, SettingValues::positiveDuration, DEFAULT_IDLE_TIMEOUT);
    Settings.Stop stop = stop();
    ClusterSettings cluster = cluster();
    AccessSettings access = access(cluster);
    boolean exitWhenEmpty =
        settings.setting("exitWhenEmpty", YES_OR_NO, SettingValues::yesOrNo, false);
    if (apiKey.filter(String::isEmpty).isPresent()) {
      throw new SettingException("environment variable APIKEY is empty: unset it or give a key.");
    }
    settings.note(
        "APIKEY = " + (apiKey.isPresent() ? "**** (environment variable APIKEY)" : "not set"));
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
        idleTimeout,
        stop,
        apiKey.map(Secret::new),
        cluster,
        access,
        exitWhenEmpty,
        settings.origins(),
        Settings.REMOVED.stream().map(settings::removed).flatMap(Optional::stream).toList());
  }

  private Settings.Stop stop() {
    return new Settings.Stop(
        settings.setting("stopDelay", DURATION, SettingValues::duration, Duration.ZERO),
        settings.setting(
            "stopTimeout", DURATION, SettingValues::positiveDuration, DEFAULT_STOP_TIMEOUT),
        settings.setting(
            "stopPause", DURATION, SettingValues::positiveDuration, DEFAULT_STOP_PAUSE));
  }

  private TlsSettings tls() {
    return new TlsSettings(
        settings.setting("tlsKey", "a path", SettingValues::path, Path.of("/etc/ssl/tig.key")),
        settings.setting(
            "tlsCertificate", "a path", SettingValues::path, Path.of("/etc/ssl/tig.crt")),
        settings.setting("tlsPort", PORT_OR_NONE, SettingValues::somePort, OptionalInt.of(443)),
        settings.isSet("tlsKey") || settings.isSet("tlsCertificate") || settings.isSet("tlsPort"),
        !settings.isSet("port"));
  }

  private ClusterSettings cluster() {
    ClusterSettings cluster =
        new ClusterSettings(
            settings.setting("cluster", ADDRESSES, SettingValues::addresses, List.of()),
            settings.setting("addLocalhost", YES_OR_NO, SettingValues::yesOrNo, false),
            settings.choice("peerTrust", PeerTrust.VERIFY),
            settings.setting(
                "peerCertificate", "a path", SettingValues::somePath, Optional.empty()),
            settings.setting(
                "peerTimeout", DURATION, SettingValues::positiveDuration, DEFAULT_PEER_TIMEOUT),
            settings.setting(
                "peerPause", DURATION, SettingValues::positiveDuration, DEFAULT_PEER_PAUSE),
            settings.setting(
                "peerRetry", DURATION, SettingValues::positiveDuration, DEFAULT_PEER_RETRY),
            settings.setting(
                "peerGone", DURATION, SettingValues::positiveDuration, DEFAULT_PEER_GONE),
            settings.setting("lifetime", DURATION, SettingValues::duration, Duration.ZERO));
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
            settings.choice("access", AccessMode.KEY),
            settings.setting("openMetrics", YES_OR_NO, SettingValues::yesOrNo, false),
            settings.setting("missRate", COUNT, SettingValues::count, 0),
            settings.setting("maxUploads", COUNT, SettingValues::count, 0),
            settings.setting("maxRequestsPerClient", COUNT, SettingValues::count, 0),
            settings.setting("hosts", HOSTS, SettingValues::hosts, List.of()),
            settings.setting("origins", ORIGINS, SettingValues::origins, List.of()),
            settings.setting("proxies", NETWORKS, SettingValues::networks, List.of()),
            settings.setting("proxyUser", FIELD, SettingValues::field, Optional.empty()),
            settings.setting("proxyRoles", FIELD, SettingValues::field, Optional.empty()),
            settings.setting("audit", YES_OR_NO, SettingValues::yesOrNo, false));
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
}
