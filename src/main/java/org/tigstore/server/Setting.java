package org.tigstore.server;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.tigstore.access.AccessMode;
import org.tigstore.access.Network;
import org.tigstore.cluster.ClusterSettings.PeerTrust;
import org.tigstore.file.Durability;
import org.tigstore.file.Verification;

/**
 * A setting. This is the one table of them: the system properties, environment variables, JNDI
 * entries, options of the command line, lines of the log and tables of the documentation all come
 * from it, in its order.
 */
public final class Setting<T> {
  private static final List<Setting<?>> TABLE = new ArrayList<>();

  public static final Setting<String> HOST =
      in(Group.SERVING, "host", SettingKind.ADDRESS, "127.0.0.1")
          .help(
              "The address that `java -jar tig.war` and `mvn jetty:run` listen on. `0.0.0.0` is "
                  + "every IPv4 address, `::` every address. Application servers use their own "
                  + "setting.");
  public static final Setting<Integer> PORT =
      in(Group.SERVING, "port", SettingKind.PORT, 7777)
          .help(
              "The port for HTTP. With `java -jar`, 0 selects any free port. With TLS, plain HTTP "
                  + "is served only if this is set.");
  public static final Setting<String> CONTEXT_PATH =
      in(Group.SERVING, "contextPath", SettingKind.CONTEXT_PATH, "/")
          .help(
              "The context path of `java -jar tig.war`, such as `/tig` behind a proxy that "
                  + "forwards this path. Application servers use their own setting.");
  public static final Setting<Duration> IDLE_TIMEOUT =
      in(Group.SERVING, "idleTimeout", SettingKind.POSITIVE_DURATION, seconds(30))
          .help(
              "How long a connection to `java -jar tig.war` may be idle, within a body or between "
                  + "requests, before it is closed. A program that pauses longer while it sends a "
                  + "body needs more.");
  public static final Setting<Integer> MAX_UPLOADS =
      in(Group.SERVING, "maxUploads", SettingKind.COUNT, 0)
          .help(
              "The maximum number of concurrent uploads; 0 means no limit. Further uploads get "
                  + "503.");
  public static final Setting<Integer> MAX_REQUESTS_PER_CLIENT =
      in(Group.SERVING, "maxRequestsPerClient", SettingKind.COUNT, 0)
          .help(
              "The maximum number of concurrent requests from one client address; 0 means no "
                  + "limit. Further requests get 429.");
  public static final Setting<Boolean> FAST_PATH =
      in(Group.SERVING, "fastPath", SettingKind.FLAG, true)
          .help(
              "Whether the most common requests, those for one block and for sealing one, bypass "
                  + "the server's JAX-RS runtime. The responses are the same.");
  public static final Setting<Boolean> PAGE =
      in(Group.SERVING, "page", SettingKind.FLAG, true)
          .help("Whether to serve the page for browsers at `/ui/`. Without it, `/ui/` gets 404.");
  public static final Setting<Path> DATA =
      in(Group.STORING, "data", SettingKind.DIRECTORY, defaultData())
          .help("The directory of the blocks. Created if only its last segment is missing.");
  public static final Setting<Duration> RETENTION =
      in(Group.STORING, "retention", SettingKind.DURATION, Duration.ofMinutes(10))
          .help(
              "How long a block lives after it was last read or written; PT0S keeps blocks "
                  + "indefinitely. A block may live up to 1 percent longer, because a read within "
                  + "1 percent of the retention after the last touch does not touch the block "
                  + "again.");
  public static final Setting<Duration> SWEEP_INTERVAL =
      derived(
              Group.STORING,
              "sweepInterval",
              SettingKind.POSITIVE_DURATION,
              values -> sweepInterval(values.get(RETENTION)))
          .help(
              "The interval between two searches for expired blocks. Each search also recounts all "
                  + "blocks; the first one runs at start. The default is a tenth of the retention, "
                  + "but at least `PT1S` and at most `PT1M`. If blocks are kept indefinitely, tig "
                  + "only counts them, at most once a minute.");
  public static final Setting<Long> MAX_BLOCK_SIZE =
      in(Group.STORING, "maxBlockSize", SettingKind.SIZE, 128L << 20)
          .help("The maximum size of a block, in bytes.");
  public static final Setting<Long> MAX_STORE_SIZE =
      in(Group.STORING, "maxStoreSize", SettingKind.SIZE_OR_ZERO, 0L)
          .help(
              "The maximum total size of all blocks on this node, in bytes; 0 means no limit other "
                  + "than the disk. A write that would exceed it is refused with 507; uploads in "
                  + "progress do not count. Reads, deletions and storing the same block again are "
                  + "still possible. With a limit, tig counts the blocks before it serves "
                  + "requests.");
  public static final Setting<Durability> DURABILITY =
      in(Group.STORING, "durability", SettingKind.choice(Durability.class), Durability.FSYNC)
          .help(
              "What an acknowledged write survives. `fsync`: power loss. `none`: a crash of the "
                  + "process; much faster on a disk, and the most that a directory in memory can "
                  + "offer.");
  public static final Setting<Verification> VERIFY =
      in(Group.STORING, "verify", SettingKind.choice(Verification.class), Verification.CHANGED)
          .help(
              "When a sealed block is hashed before it is read. `changed`: on the first read by "
                  + "this process, and whenever the file was modified outside this process. "
                  + "`always`: on every read.");
  public static final Setting<Duration> SCRUB_PERIOD =
      in(Group.STORING, "scrubPeriod", SettingKind.DURATION, Duration.ofDays(7))
          .help(
              "The time in which every sealed block is hashed once, whether it is read or not; "
                  + "PT0S disables scrubbing. A damaged block is set aside, as on a read. A "
                  + "restart starts a new period.");
  public static final Setting<Duration> LOCK_WAIT =
      in(Group.STORING, "lockWait", SettingKind.DURATION, seconds(10))
          .help(
              "How long to wait at start for another tig to release the directory, for example on "
                  + "redeployment.");
  public static final Setting<AccessMode> ACCESS =
      in(Group.ACCESS, "access", SettingKind.choice(AccessMode.class), AccessMode.KEY)
          .help(
              "How access is decided: `key`, `roles` or `key-or-roles`. See "
                  + "[security.md](security.md).");
  public static final Setting<Boolean> OPEN_METRICS =
      in(Group.ACCESS, "openMetrics", SettingKind.FLAG, false)
          .help(
              "Whether `/metrics` is open to everyone instead of only to clients that may list "
                  + "blocks.");
  public static final Setting<Integer> MISS_RATE =
      in(Group.ACCESS, "missRate", SettingKind.COUNT, 0)
          .help(
              "The maximum number of misses (404) per second from one client network; 0 means no "
                  + "limit. Further misses get 429: "
                  + "[security.md](security.md#wrong-keys-misses-and-too-many-requests).");
  public static final Setting<List<String>> HOSTS =
      in(Group.ACCESS, "hosts", SettingKind.HOSTS, List.of())
          .help(
              "The host names, separated by commas, that clients may use (`Host`, at any port); "
                  + "not set means any. Other requests get 421.");
  public static final Setting<List<String>> ORIGINS =
      in(Group.ACCESS, "origins", SettingKind.ORIGINS, List.of())
          .help("The web origins, separated by commas, whose pages may read and change blocks.");
  public static final Setting<List<Network>> PROXIES =
      in(Group.ACCESS, "proxies", SettingKind.NETWORKS, List.of())
          .help(
              "The addresses or networks, separated by commas, of trusted proxies. tig uses the "
                  + "client address, user and roles that they send.");
  public static final Setting<Optional<String>> PROXY_USER =
      in(Group.ACCESS, "proxyUser", SettingKind.FIELD, Optional.empty())
          .help("The header field in which a trusted proxy sends the user's name.");
  public static final Setting<Optional<String>> PROXY_ROLES =
      in(Group.ACCESS, "proxyRoles", SettingKind.FIELD, Optional.empty())
          .help(
              "The header field in which a trusted proxy sends the user's roles, separated by "
                  + "commas.");
  public static final Setting<List<URI>> CLUSTER =
      in(Group.CLUSTER, "cluster", SettingKind.NODES, List.of())
          .help(
              "The addresses of the cluster's nodes, separated by commas. See "
                  + "[cluster.md](cluster.md).");
  public static final Setting<Boolean> ADD_LOCALHOST =
      in(Group.CLUSTER, "addLocalhost", SettingKind.FLAG, false)
          .help("Whether to add a node on this machine, at the port of the first address.");
  public static final Setting<PeerTrust> PEER_TRUST =
      in(Group.CLUSTER, "peerTrust", SettingKind.choice(PeerTrust.class), PeerTrust.VERIFY)
          .help("How to verify peers that use TLS: `verify`, `pin` or `insecure`.");
  public static final Setting<Optional<Path>> PEER_CERTIFICATE =
      in(Group.CLUSTER, "peerCertificate", SettingKind.OPTIONAL_FILE, Optional.empty())
          .help("The file with the certificate of every peer (PEM), for `pin`.");
  public static final Setting<Duration> PEER_TIMEOUT =
      in(Group.CLUSTER, "peerTimeout", SettingKind.POSITIVE_DURATION, seconds(1))
          .help("How long to wait for peers to report whether they have a block.");
  public static final Setting<Duration> PEER_PAUSE =
      in(Group.CLUSTER, "peerPause", SettingKind.POSITIVE_DURATION, seconds(10))
          .help("How long a peer may pause while it receives a request or sends a response.");
  public static final Setting<Duration> PEER_RETRY =
      in(Group.CLUSTER, "peerRetry", SettingKind.POSITIVE_DURATION, seconds(5))
          .help(
              "The interval between two requests to a peer that has failed three times in a row.");
  public static final Setting<Duration> PEER_GONE =
      in(Group.CLUSTER, "peerGone", SettingKind.POSITIVE_DURATION, seconds(10))
          .help(
              "How long such a peer may be silent before it is considered gone, along with its "
                  + "blocks.");
  public static final Setting<Duration> LIFETIME =
      in(Group.CLUSTER, "lifetime", SettingKind.DURATION, Duration.ZERO)
          .help(
              "How long the node lives before it moves its blocks to its peers, plus a random "
                  + "extra of up to half of that; PT0S means never.");
  public static final Setting<Boolean> EXIT_WHEN_EMPTY =
      in(Group.CLUSTER, "exitWhenEmpty", SettingKind.FLAG, false)
          .help(
              "Whether the process exits after all blocks are handed over. Do not set it on an "
                  + "application server that runs anything else.");
  public static final Setting<Path> TLS_KEY =
      in(Group.TLS, "tlsKey", SettingKind.FILE, Path.of("/etc/ssl/tig.key"))
          .help("The file with the private key for TLS with `java -jar tig.war`. See [TLS](#tls).");
  public static final Setting<Path> TLS_CERTIFICATE =
      in(Group.TLS, "tlsCertificate", SettingKind.FILE, Path.of("/etc/ssl/tig.crt"))
          .help("The file with the certificate for this key, followed by those of the issuers.");
  public static final Setting<OptionalInt> TLS_PORT =
      in(Group.TLS, "tlsPort", SettingKind.PORT_OR_NONE, OptionalInt.of(443))
          .help(
              "The port for TLS; 0 selects any free port, none disables TLS even if the files "
                  + "exist.");
  public static final Setting<Duration> STOP_DELAY =
      in(Group.OPERATION, "stopDelay", SettingKind.DURATION, Duration.ZERO)
          .help(
              "How long `java -jar tig.war` continues to serve after it receives SIGTERM. "
                  + "Meanwhile `/health/ready` returns 503, so that load balancers stop sending "
                  + "requests.");
  public static final Setting<Duration> STOP_TIMEOUT =
      in(Group.OPERATION, "stopTimeout", SettingKind.POSITIVE_DURATION, seconds(25))
          .help("How long running requests then have to finish.");
  public static final Setting<Duration> STOP_PAUSE =
      in(Group.OPERATION, "stopPause", SettingKind.POSITIVE_DURATION, seconds(3))
          .help("How long a running request may pause during shutdown.");
  public static final Setting<Boolean> AUDIT =
      in(Group.OPERATION, "audit", SettingKind.FLAG, false)
          .help("Whether each change and each refusal is written to the log `tig.audit`.");

  /** Settings of earlier versions, which are still accepted and have no effect. */
  public static final List<Setting<?>> REMOVED =
      List.of(removed("failureDelay"), removed("failureInterval"));

  private final Group group;
  private final String name;
  private final SettingKind<T> kind;
  private final Function<Values, T> byDefault;
  private final String help;

  /** What settings are about, in the order in which they are shown. */
  public enum Group {
    SERVING("Serving"),
    STORING("Storing"),
    ACCESS("Access"),
    CLUSTER("Cluster"),
    TLS("TLS"),
    OPERATION("Operation");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    /** The heading over the group. */
    public String title() {
      return title;
    }
  }

  /** Values of settings. */
  @FunctionalInterface
  interface Values {
    /** The value of this setting. */
    <T> T get(Setting<T> setting);
  }

  private Setting(
      Group group, String name, SettingKind<T> kind, Function<Values, T> byDefault, String help) {
    this.group = group;
    this.name = name;
    this.kind = kind;
    this.byDefault = byDefault;
    this.help = help;
  }

  private static <T> Setting<T> in(Group group, String name, SettingKind<T> kind, T byDefault) {
    return derived(group, name, kind, values -> byDefault);
  }

  private static <T> Setting<T> derived(
      Group group, String name, SettingKind<T> kind, Function<Values, T> byDefault) {
    return new Setting<>(group, name, kind, byDefault, "");
  }

  private Setting<T> help(String text) {
    Setting<T> entry = new Setting<>(group, name, kind, byDefault, text);
    TABLE.add(entry);
    return entry;
  }

  private static Setting<String> removed(String name) {
    return in(Group.OPERATION, name, SettingKind.TEXT, "");
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Path defaultData() {
    Path data = Path.of("/data");
    return Files.isDirectory(data) ? data : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static Duration sweepInterval(Duration retention) {
    Duration shortest = seconds(1);
    Duration longest = Duration.ofMinutes(1);
    Duration tenth = retention.dividedBy(10);
    if (tenth.compareTo(shortest) < 0) {
      return shortest;
    }
    return tenth.compareTo(longest) > 0 ? longest : tenth;
  }

  /** Every setting, group by group. */
  public static List<Setting<?>> all() {
    return List.copyOf(TABLE);
  }

  /** What the setting is about. */
  public Group group() {
    return group;
  }

  /** The system property that makes this setting, such as {@code tig.maxBlockSize}. */
  public String property() {
    return "tig." + name;
  }

  /** The environment variable that makes it, such as {@code TIG_MAX_BLOCK_SIZE}. */
  String variable() {
    return "TIG_" + words("_").toUpperCase(Locale.ROOT);
  }

  /** The JNDI entry that makes it, such as {@code tig/maxBlockSize}. */
  String entry() {
    return "tig/" + name;
  }

  /** The option of the command line that makes it, such as {@code --max-block-size}. */
  public String option() {
    return "--" + words("-").toLowerCase(Locale.ROOT);
  }

  private String words(String separator) {
    return name.replaceAll("(?=\\p{Upper})", separator);
  }

  /** Stands for the value in the help. */
  public String placeholder() {
    return kind.placeholder();
  }

  /** What the setting decides, in Markdown; the first sentence is enough to choose a value. */
  public String help() {
    return help;
  }

  /** The value where nobody makes the setting, as text. */
  public String byDefault() {
    return SettingKind.shown(ownDefault());
  }

  private T ownDefault() {
    return defaultIn(Setting::ownDefault);
  }

  /** The value where nobody makes the setting, and others have these values. */
  T defaultIn(Values others) {
    return byDefault.apply(others);
  }

  /** Which values it may have. */
  SettingKind<T> kind() {
    return kind;
  }
}
