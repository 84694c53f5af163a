package org.tigstore.cluster;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Finds nodes at every IPv4 and IPv6 address of the cluster's hosts. The system's hosts file takes
 * precedence over DNS. Answers of DNS, unlike those of the JDK's own lookups, are refreshed every
 * few seconds, in the background; while DNS does not answer, its last answer is used. Safe for any
 * number of threads.
 */
final class DnsDiscovery implements Closeable {
  private static final System.Logger LOG = System.getLogger(DnsDiscovery.class.getName());
  private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

  /** The library's default of five seconds would delay the retry of a lost query. */
  private static final Duration ATTEMPT = Duration.ofSeconds(1);

  private static final String LOCALHOST = "127.0.0.1";

  private final Set<Place> places = new LinkedHashSet<>();
  private final Set<Question> questions = new LinkedHashSet<>();
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final LookupSession session = session();
  private final Map<Question, List<InetAddress>> known = new ConcurrentHashMap<>();
  private final Set<Question> unanswered = ConcurrentHashMap.newKeySet();

  /** Both under the lock of this object. */
  private @Nullable CompletableFuture<Void> round;

  private long roundBegun;

  /**
   * A base address and the host to resolve. These differ for the node on this machine: it has the
   * first base's name, because its certificate is for that name.
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

  private record Question(String host, int type) {
    @Override
    public String toString() {
      return Type.string(type) + " records of " + host;
    }
  }

  DnsDiscovery(ClusterSettings settings) {
    this(settings, System::nanoTime);
  }

  /**
   * With a clock of its own.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  DnsDiscovery(ClusterSettings settings, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.limit = settings.answerLimit();
    settings.addresses().forEach(base -> add(base, base.getHost()));
    if (settings.addLocalhost()) {
      add(settings.addresses().get(0), LOCALHOST);
    }
  }

  private void add(URI base, String host) {
    String bare = host.replaceAll("^\\[|]$", "");
    places.add(new Place(base, bare));
    try {
      known.put(new Question(bare, Type.A), List.of(Address.getByAddress(bare)));
    } catch (UnknownHostException e) {
      questions.add(new Question(bare, Type.A));
      questions.add(new Question(bare, Type.AAAA));
    }
  }

  private static LookupSession session() {
    ExtendedResolver resolver = new ExtendedResolver();
    for (Resolver server : resolver.getResolvers()) {
      server.setTimeout(ATTEMPT);
    }
    return LookupSession.defaultBuilder()
        .resolver(resolver)
        .searchPath(ResolverConfig.getCurrentConfig().searchPath())
        .clearCaches()
        .build();
  }

  /**
   * The addresses at which nodes are expected, possibly including this one. Does not fail, and
   * waits no longer than a peer may take to answer.
   */
  List<PeerAddress> addresses() {
    CompletableFuture<Void> latest = latestRound();
    if (!known.keySet().containsAll(questions)) {
      await(latest);
    }
    return places.stream()
        .flatMap(place -> addresses(place.host()).map(place::at))
        .distinct()
        .toList();
  }

  private Stream<InetAddress> addresses(String host) {
    return Stream.of(Type.A, Type.AAAA)
        .flatMap(type -> known.getOrDefault(new Question(host, type), List.of()).stream());
  }

  /** The latest round of all questions, or a new one if that is done and old. */
  private synchronized CompletableFuture<Void> latestRound() {
    long now = nanoTime.getAsLong();
    CompletableFuture<Void> latest = round;
    if (latest == null || (latest.isDone() && now - roundBegun > FRESH_NANOS)) {
      latest =
          CompletableFuture.allOf(
              questions.stream().map(this::ask).toArray(CompletableFuture[]::new));
      round = latest;
      roundBegun = now;
    }
    return latest;
  }

  /** Never fails: a name that DNS does not allow is an unanswered question too. */
  private CompletableFuture<Question> ask(Question question) {
    return CompletableFuture.completedFuture(question)
        .thenCompose(this::lookUp)
        .handle(
            (result, failure) -> {
              if (failure == null) {
                answered(question, addresses(result));
              } else {
                failed(question, failure);
              }
              return question;
            });
  }

  private CompletionStage<LookupResult> lookUp(Question question) {
    return session.lookupAsync(Name.fromConstantString(question.host()), question.type());
  }

  private static List<InetAddress> addresses(LookupResult result) {
    return result.getRecords().stream().flatMap(DnsDiscovery::address).toList();
  }

  private static Stream<InetAddress> address(Record answer) {
    if (answer instanceof ARecord four) {
      return Stream.of(four.getAddress());
    }
    return answer instanceof AAAARecord six ? Stream.of(six.getAddress()) : Stream.empty();
  }

  private void answered(Question question, List<InetAddress> addresses) {
    unanswered.remove(question);
    known.put(question, addresses);
  }

  private void failed(Question question, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
      answered(question, List.of());
      return;
    }
    if (unanswered.add(question)) {
      LOG.log(WARNING, "DNS does not say what {0} there are: {1}", question, cause);
    }
    known.putIfAbsent(question, List.of());
  }

  private void await(CompletableFuture<Void> latest) {
    try {
      latest.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(WARNING, "the DNS lookup of the cluster's nodes timed out");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the library's threads, which would otherwise outlive the application. */
  @Override
  public void close() {
    NioClient.close();
  }
}
