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
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes at every address that the cluster's names have. What DNS says counts for a few
 * seconds; then it is asked again, while requests go on with what was known.
 */
public final class DnsDiscovery implements Discovery {
  private static final System.Logger LOG = System.getLogger(DnsDiscovery.class.getName());
  private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

  private final List<URI> places;
  private final Duration limit;
  private final HostAddresses hosts;
  private final Map<URI, List<InetAddress>> known = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Refresh> latest = new AtomicReference<>();

  /** A question to DNS about all names, and when it was put. */
  private record Refresh(CompletableFuture<Void> done, long begun) {
    boolean isDue() {
      return done.isDone() && System.nanoTime() - begun > FRESH_NANOS;
    }
  }

  /** The nodes of these settings. */
  public DnsDiscovery(ClusterSettings settings) {
    this.places = places(settings);
    this.limit = settings.answerLimit();
    this.hosts = new HostAddresses();
  }

  private static List<URI> places(ClusterSettings settings) {
    List<URI> places = new ArrayList<>(settings.addresses());
    if (settings.addLocalhost()) {
      URI first = places.get(0);
      places.add(
          URI.create(first.getScheme() + "://127.0.0.1:" + port(first) + first.getRawPath()));
    }
    return places.stream().distinct().toList();
  }

  private static int port(URI place) {
    if (place.getPort() >= 0) {
      return place.getPort();
    }
    return place.getScheme().equals("https") ? 443 : 80;
  }

  @Override
  public List<PeerAddress> addresses() {
    Refresh refresh = latest.get();
    if (refresh == null || refresh.isDue()) {
      refresh = begin(refresh);
    }
    if (known.size() < places.size()) {
      await(refresh);
    }
    return places.stream()
        .flatMap(place -> known.getOrDefault(place, List.of()).stream().map(at -> at(place, at)))
        .distinct()
        .toList();
  }

  private static PeerAddress at(URI place, InetAddress address) {
    return new PeerAddress(
        place.getScheme(),
        place.getHost(),
        address,
        port(place),
        place.getRawPath().replaceAll("/+$", ""));
  }

  /** Puts the question, unless somebody else has just done so. */
  private Refresh begin(@Nullable Refresh before) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Refresh refresh = new Refresh(done, System.nanoTime());
    if (latest.compareAndSet(before, refresh)) {
      // What cannot be resolved is logged by then.
      var unused =
          CompletableFuture.allOf(places.stream().map(this::ask).toArray(CompletableFuture[]::new))
              .whenComplete((nothing, failure) -> done.complete(null));
      return refresh;
    }
    return latest.get() == null ? refresh : latest.get();
  }

  private CompletableFuture<Void> ask(URI place) {
    return hosts
        .of(place.getHost())
        .handle(
            (addresses, failure) -> {
              if (failure == null) {
                known.put(place, addresses);
              } else {
                known.putIfAbsent(place, List.of());
                LOG.log(WARNING, "DNS does not say where {0} is: {1}", place.getHost(), failure);
              }
              return null;
            });
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
