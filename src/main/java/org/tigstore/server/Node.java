package org.tigstore.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.tigstore.access.AccessPolicy;
import org.tigstore.access.AccessSettings;
import org.tigstore.access.ApiKey;
import org.tigstore.access.Caller;
import org.tigstore.access.FailureThrottle;
import org.tigstore.access.Proxies;
import org.tigstore.access.RequestLimits;
import org.tigstore.block.BlockStore;
import org.tigstore.block.IoAction;
import org.tigstore.block.Listing;
import org.tigstore.block.RefusedException;
import org.tigstore.block.TimeSource;
import org.tigstore.cluster.Cluster;
import org.tigstore.cluster.ClusterSettings;
import org.tigstore.cluster.PeerFigures;
import org.tigstore.cluster.PeerState;
import org.tigstore.file.FileBlockStore;
import org.tigstore.protocol.Channel;
import org.tigstore.protocol.RequestStores;
import org.tigstore.web.Services;

/** One running tig: its store, and the services that work on it. Safe for any number of threads. */
public final class Node implements Services.Nodes, Closeable {
  private static final System.Logger LOG = System.getLogger(Node.class.getName());

  private final Settings settings;
  private final BlockStore store;
  private final Closeable owned;
  private final @Nullable Cluster cluster;
  private final ApiKey apiKey;
  private final RequestLimits limits;
  private final RequestMetrics requests = new RequestMetrics();
  private final Maintenance maintenance;
  private final Monitoring monitoring;
  private final AtomicBoolean exiting = new AtomicBoolean();

  private Node(Settings settings, TimeSource clock, BlockStore store, Closeable owned)
      throws IOException {
    this.settings = settings;
    this.store = store;
    this.owned = owned;
    this.apiKey = new ApiKey(settings.get(Setting.DATA).resolve("apikey"), settings.apiKey());
    this.cluster = cluster(settings, clock, store, apiKey);
    this.maintenance = new Maintenance(store, settings, clock);
    this.limits =
        new RequestLimits(
            settings.get(Setting.MAX_UPLOADS), settings.get(Setting.MAX_REQUESTS_PER_CLIENT));
    NodeStatus status = new NodeStatus(Version.read(), settings, this::peers);
    this.monitoring =
        new Monitoring(status, figures(status.version()), requests, settings.get(Setting.DATA));
  }

  private List<Figure> figures(String version) {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.gauge("Version", "tig_info", "Which tig this is", () -> version)
            .with("version", version));
    figures.add(
        Figure.gauge(
            "Ready",
            "tig_ready",
            "1 if the node is ready for requests, otherwise 0",
            () -> notReady().isEmpty()));
    figures.addAll(new NodeFigures(store::figures, this::peerFigures).list());
    figures.add(
        Figure.gauge("Uploads", "tig_uploads", "Bodies that are being received", limits::uploads));
    figures.addAll(requests.figures());
    figures.add(
        Figure.gauge(
            "ExpiryBehindSeconds",
            "tig_expiry_behind_seconds",
            "How far expiry is behind a wall clock that was set forward",
            () -> maintenance.behind().toSeconds()));
    figures.add(
        Figure.counter(
            "ClockSteps",
            "tig_clock_steps",
            "Steps of the wall clock, forward or back",
            maintenance::clockSteps));
    return List.copyOf(figures);
  }

  private List<PeerState> peers() {
    return cluster == null ? List.of() : cluster.peers();
  }

  private PeerFigures peerFigures() {
    return cluster == null ? PeerFigures.NONE : cluster.figures();
  }

  /**
   * Starts with this process's settings and a store of its own. What keeps it from starting is
   * logged in one sentence.
   *
   * @throws IllegalStateException with the same sentence
   */
  public static Node start() {
    Settings settings = readSettings();
    return orNotStarted(() -> start(settings));
  }

  /**
   * Starts with a store of its own; the first sweep is due at once.
   *
   * @throws IOException with one sentence for the operator, if the directory is unusable or a file
   *     that a setting names cannot be read
   */
  public static Node start(Settings settings) throws IOException {
    BlockStore store = open(settings);
    return IoAction.closingOnFailure(store, () -> over(settings, store, store));
  }

  /** Starts over a store that somebody else opened with these settings, and closes. */
  static Node over(BlockStore store, Settings settings) {
    return orNotStarted(() -> over(settings, store, () -> {}));
  }

  private static Node over(Settings settings, BlockStore store, Closeable owned)
      throws IOException {
    Node node = new Node(settings, TimeSource.SYSTEM, store, owned);
    LOG.log(INFO, "tig stores blocks in {0}; {1}", dataPath(settings), node.describeAccess());
    return node;
  }

  /** This process's settings, as {@link #start()} reads them. */
  static Settings readSettings() {
    return orNotStarted(Settings::read);
  }

  /** Opens the store that these settings describe, as {@link #start()} does. */
  static BlockStore openStore(Settings settings) {
    return orNotStarted(() -> open(settings));
  }

  private static BlockStore open(Settings settings) throws IOException {
    settings.log();
    Cluster.check(settings.cluster());
    return FileBlockStore.open(settings.store(), Channel::refuseChange, TimeSource.SYSTEM);
  }

  private static <T> T orNotStarted(IoAction<T> step) {
    try {
      return step.run();
    } catch (SettingException | IOException e) {
      String sentence = "tig does not start: " + e.getMessage();
      LOG.log(ERROR, sentence);
      throw new IllegalStateException(sentence, e);
    }
  }

  private static @Nullable Cluster cluster(
      Settings settings, TimeSource clock, BlockStore store, ApiKey apiKey) throws IOException {
    ClusterSettings nodes = settings.cluster();
    return nodes.addresses().isEmpty()
        ? null
        : new Cluster(nodes, store, apiKey, settings.get(Setting.RETENTION), clock);
  }

  private static Path dataPath(Settings settings) {
    return settings.get(Setting.DATA).toAbsolutePath().normalize();
  }

  private String describeAccess() throws IOException {
    return switch (settings.get(Setting.ACCESS)) {
      case KEY ->
          apiKey.isSet()
              ? "an API key is set: writes and the list need it"
              : "no API key is set: writes are open, the list is closed";
      case ROLES -> "roles decide who may do what";
      case KEY_OR_ROLES ->
          apiKey.isSet()
              ? "the API key or roles decide who may do what"
              : "roles decide who may do what: no API key is set";
    };
  }

  /** What the resources work with. */
  public Services services() {
    return new Services(
        this,
        rules(settings.access()),
        observer(),
        monitoring,
        settings.get(Setting.RETENTION),
        settings.get(Setting.FAST_PATH),
        settings.get(Setting.PAGE));
  }

  private Services.Observer observer() {
    return settings.get(Setting.AUDIT) ? requests.andThen(new AuditLog()) : requests;
  }

  private Services.AccessRules rules(AccessSettings access) {
    return new Services.AccessRules(
        new Proxies(access.proxies(), access.proxyUser(), access.proxyRoles()),
        limits,
        new AccessPolicy(access.mode(), apiKey, access.openMetrics()),
        access.hosts(),
        access.origins(),
        FailureThrottle.ofWrongKeys(),
        FailureThrottle.ofMisses(access.missRate()));
  }

  @Override
  public RequestStores stores(Caller caller) throws RefusedException {
    return cluster == null ? RequestStores.within(store) : cluster.stores(caller);
  }

  @Override
  public Listing list(Caller caller, boolean all) throws IOException {
    return cluster == null ? Listing.of(store.newestFirst()) : cluster.list(caller, all);
  }

  @Override
  public boolean isPeer(String address) {
    return cluster != null && cluster.isPeer(address);
  }

  @Override
  public Optional<String> notReady() {
    return Optional.ofNullable(cluster).flatMap(Cluster::notReady).or(maintenance::unusable);
  }

  /** The most bytes that a block may have. */
  long maxBlockSize() {
    return settings.get(Setting.MAX_BLOCK_SIZE);
  }

  /**
   * Runs the tasks that are due: maintains the store, and starts to hand blocks over at the end of
   * the lifetime. To be called about once a second. Failures are logged, and a later call retries.
   */
  public void runDueTasks() {
    monitoring.show();
    if (cluster != null) {
      cluster.runDueTasks();
      if (settings.get(Setting.EXIT_WHEN_EMPTY) && cluster.isForgotten()) {
        exit();
      }
    }
    maintenance.runDueTasks();
  }

  /** Removes blocks that have expired if a sweep has been due for so long. Failures are logged. */
  void sweepIfDueFor(Duration delay) {
    maintenance.sweepIfDueFor(delay);
  }

  /** How long between two sweeps. */
  Duration sweepInterval() {
    return maintenance.sweepInterval();
  }

  /** In its own thread: ending the process waits for the caller's thread to stop. */
  private void exit() {
    if (exiting.compareAndSet(false, true)) {
      LOG.log(INFO, "all blocks are handed over: the process exits");
      new Thread(() -> System.exit(0), "tig-exit").start();
    }
  }

  @Override
  public void close() throws IOException {
    // Even if the cluster fails to close, the store releases its directory.
    try (owned;
        monitoring) {
      if (cluster != null) {
        cluster.close();
      }
    }
  }
}
