package org.tigstore.cluster;

import static java.lang.System.Logger.Level.WARNING;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes at every address that the cluster's names have. What DNS says counts for a few
 * seconds; then it is asked again, while requests go on with what was known.
 */
public final class DnsDiscovery implements Discovery {
  private static final System.Logger LOG = System.getLogger(DnsDiscovery.class.getName());
  private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

  private static final String LOCALHOST = "127.0.0.1";

  private final List<Place> places;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final HostAddresses hosts;
  private final Map<Place, List<InetAddress>> known = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Refresh> latest = new AtomicReference<>();

  /**
   * What a base address stands for. The node on this machine goes by the first one's name, because
   * that is what its certificate is for.
   */
  private record Place(URI base, String host) {
    PeerAddress at(InetAddress address) {
      return new PeerAddress(
          base.getScheme(),
          base.getHost(),
          address,
          port(),
          base.getRawPath().replaceAll("/+$", ""));
    }

    private int port() {
      if (base.getPort() >= 0) {
        return base.getPort();
      }
      return base.getScheme().equals("https") ? 443 : 80;
    }
  }

  /** A question to DNS about all names, and when it was put. */
  private record Refresh(CompletableFuture<Void> done, long begun) {
    boolean isOldAt(long now) {
      return done.isDone() && now - begun > FRESH_NANOS;
    }
  }

  /** The nodes of these settings. */
  public DnsDiscovery(ClusterSettings settings) {
    this(settings, System::nanoTime);
  }

  /**
   * The nodes of these settings.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  DnsDiscovery(ClusterSettings settings, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.places = places(settings);
    this.limit = settings.answerLimit();
    this.hosts = new HostAddresses();
  }

  private static List<Place> places(ClusterSettings settings) {
    List<Place> places = new ArrayList<>();
    settings.addresses().forEach(base -> places.add(new Place(base, base.getHost())));
    if (settings.addLocalhost()) {
      places.add(new Place(settings.addresses().get(0), LOCALHOST));
    }
    return places.stream().distinct().toList();
  }

  @Override
  public List<PeerAddress> addresses() {
    Refresh refresh = latest.get();
    if (refresh == null || refresh.isOldAt(nanoTime.getAsLong())) {
      refresh = begin(refresh);
    }
    if (known.size() < places.size()) {
      await(refresh);
    }
    return places.stream()
        .flatMap(place -> known.getOrDefault(place, List.of()).stream().map(place::at))
        .distinct()
        .toList();
  }

  /** Puts the question, unless somebody else has just done so. */
  private Refresh begin(@Nullable Refresh before) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Refresh refresh = new Refresh(done, nanoTime.getAsLong());
    if (latest.compareAndSet(before, refresh)) {
      var unused =
          CompletableFuture.allOf(places.stream().map(this::ask).toArray(CompletableFuture[]::new))
              .whenComplete((nothing, failure) -> done.complete(null));
      return refresh;
    }
    return latest.get() == null ? refresh : latest.get();
  }

  private CompletableFuture<Void> ask(Place place) {
    return hosts.of(place.host()).thenAccept(addresses -> known.put(place, addresses));
  }

  private void await(Refresh refresh) {
    try {
      refresh.done().get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(WARNING, "DNS does not say in time where the nodes of the cluster are");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    hosts.close();
  }
}
