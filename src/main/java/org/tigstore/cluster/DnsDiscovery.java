package org.tigstore.cluster;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tigstore.access.HostPort;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.Record;
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
 *
 * <p>No answer is not an empty answer: until DNS has answered for each host, nodes may be missing.
 * DNS has {@link ClusterSettings#goneAfter} to answer for the second family of addresses of a host
 * that has the first: some servers never do. The names of all nodes include this one's, so the
 * answer that none of them has an address counts only if DNS still gives it after the same time.
 */
final class DnsDiscovery implements Closeable {
  private static final System.Logger LOG = System.getLogger(DnsDiscovery.class.getName());
  private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final String LOCALHOST = "127.0.0.1";

  private final Set<Place> places = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<Question> questions = new LinkedHashSet<>();
  private final ClusterSettings settings;
  private final LongSupplier nanoTime;
  private final HostsFile hosts;

  /** Is done when each question has been answered, or has failed for the first time. */
  private final CompletableFuture<Void> firstAnswers = new CompletableFuture<>();

  /** This, and what follows, is under the lock of this object. */
  private final Map<Question, Answer> known = new HashMap<>();

  private final Set<Question> failed = new HashSet<>();
  private LookupSession session = session();
  private @Nullable Long asked;
  private @Nullable Long noneSince;
  private boolean everComplete;
  private boolean closed;

  /**
   * What is known of the nodes.
   *
   * @param addresses where nodes are expected, possibly including this one
   * @param complete false if there may be nodes at other addresses
   */
  record Found(List<PeerAddress> addresses, boolean complete) {}

  /**
   * A base address and the host to resolve. These differ for the node on this machine: it has the
   * first base's name, because its certificate is for that name.
   *
   * @param name the base's host as peers and certificates know it
   * @param literal the address that the host to resolve is, if it is no name
   */
  private record Place(
      String scheme,
      String name,
      int port,
      String path,
      String host,
      Optional<InetAddress> literal) {
    static Place of(URI base, HostPort written, HostPort host) {
      String scheme = base.getScheme().toLowerCase(Locale.ROOT);
      int usual = scheme.equals("https") ? 443 : 80;
      return new Place(
          scheme,
          written.canonicalHost(),
          written.port() < 0 ? usual : written.port(),
          base.getRawPath().replaceAll("/+$", ""),
          host.host(),
          host.address());
    }

    PeerAddress at(InetAddress address) {
      return new PeerAddress(scheme, name, address, port, path);
    }
  }

  private record Question(String host, int type) {
    @Override
    public String toString() {
      return Type.string(type) + " records of " + host;
    }
  }

  /**
   * The latest answer to a question.
   *
   * @param first when the question was answered first
   * @param asked when the question was put that this answers
   */
  private record Answer(long first, long asked, List<InetAddress> addresses) {}

  DnsDiscovery(ClusterSettings settings) {
    this(settings, System::nanoTime, HostsFile.SYSTEM);
  }

  /**
   * With a clock and a hosts file of its own.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  DnsDiscovery(ClusterSettings settings, LongSupplier nanoTime, HostsFile hosts) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.hosts = hosts;
    settings.addresses().forEach(base -> add(base, written(base)));
    if (settings.addLocalhost()) {
      add(settings.addresses().get(0), new HostPort(LOCALHOST, -1));
    }
    completeFirstAnswers();
  }

  private static HostPort written(URI base) {
    return HostPort.of(base.getRawAuthority()).orElseThrow();
  }

  private void add(URI base, HostPort host) {
    Place place = Place.of(base, written(base), host);
    places.add(place);
    if (place.literal().isEmpty()) {
      names.add(place.host());
      questions.add(new Question(place.host(), Type.A));
      questions.add(new Question(place.host(), Type.AAAA));
    }
  }

  private static LookupSession session() {
    ExtendedResolver resolver = new ExtendedResolver();
    // Questions are put again at intervals, while an answer that is late still counts.
    resolver.setRetries(1);
    return LookupSession.defaultBuilder()
        .resolver(resolver)
        .searchPath(ResolverConfig.getCurrentConfig().searchPath())
        .clearCaches()
        .hostsFileParser(null)
        .build();
  }

  /**
   * What is known now. Does not fail. Waits for the first answers only, and no longer than a peer
   * may take to answer.
   */
  Found found() {
    refresh();
    awaitFirstAnswers();
    synchronized (this) {
      List<PeerAddress> addresses =
          places.stream().flatMap(place -> addresses(place).map(place::at)).distinct().toList();
      return new Found(addresses, isComplete());
    }
  }

  /** Asks DNS again if its answers are no longer fresh, or a node may be missing; returns soon. */
  synchronized void refresh() {
    long now = nanoTime.getAsLong();
    boolean complete = isComplete();
    boolean due = asked == null || now - asked > (complete ? FRESH_NANOS : RETRY_NANOS);
    if (due && !closed) {
      asked = now;
      if (!complete) {
        // A machine that starts may learn later which servers to ask.
        ResolverConfig.refresh();
        session = session();
      }
      questions.forEach(question -> ask(question, now));
    }
  }

  /** Whether at some time no node could be missing. */
  synchronized boolean hasBeenComplete() {
    return isComplete() || everComplete;
  }

  private synchronized boolean isComplete() {
    long now = nanoTime.getAsLong();
    boolean complete =
        names.stream().allMatch(name -> isKnown(name, now))
            && (noneSince == null || isPast(noneSince, now));
    everComplete |= complete;
    return complete;
  }

  private synchronized boolean isKnown(String name, long now) {
    List<Answer> answers = answers(name).toList();
    return answers.size() == 2
        || answers.stream().anyMatch(one -> !one.addresses().isEmpty() && isPast(one.first(), now));
  }

  /** Whether the time after which silence, or an empty answer, counts has passed since then. */
  private boolean isPast(long since, long now) {
    return now - since >= settings.goneAfter().toNanos();
  }

  private synchronized Stream<Answer> answers(String name) {
    return Stream.of(Type.A, Type.AAAA)
        .map(type -> known.get(new Question(name, type)))
        .filter(Objects::nonNull);
  }

  private Stream<InetAddress> addresses(Place place) {
    return place
        .literal()
        .map(Stream::of)
        .orElseGet(() -> answers(place.host()).flatMap(answer -> answer.addresses().stream()));
  }

  /** Never fails: a name that DNS does not allow is an unanswered question too. */
  private void ask(Question question, long now) {
    var unused =
        CompletableFuture.completedFuture(question)
            .thenCompose(this::lookUp)
            .handle(
                (addresses, failure) -> {
                  if (failure == null) {
                    answered(question, now, addresses);
                  } else {
                    failed(question, now, failure);
                  }
                  return question;
                });
  }

  /** A host that the hosts file has is not looked up elsewhere. */
  private synchronized CompletionStage<List<InetAddress>> lookUp(Question question) {
    String host = question.host();
    List<InetAddress> listed;
    try {
      listed = hosts.addresses(host.replaceFirst("\\.$", ""));
    } catch (IOException | UncheckedIOException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (listed.isEmpty()) {
      return session
          .lookupAsync(Name.fromConstantString(host), question.type())
          .thenApply(DnsDiscovery::addresses);
    }
    int family = question.type() == Type.A ? Address.IPv4 : Address.IPv6;
    return CompletableFuture.completedFuture(
        listed.stream().filter(address -> Address.familyOf(address) == family).toList());
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

  /** An answer to an earlier question does not replace that to a later one. */
  private synchronized void answered(Question question, long put, List<InetAddress> addresses) {
    Answer before = known.get(question);
    if (before != null && put - before.asked() < 0) {
      return;
    }
    failed.remove(question);
    long now = nanoTime.getAsLong();
    known.put(question, new Answer(before == null ? now : before.first(), put, addresses));
    boolean none =
        known.size() == questions.size()
            && known.values().stream().allMatch(answer -> answer.addresses().isEmpty());
    if (none && noneSince == null) {
      LOG.log(WARNING, "DNS reports no node of the cluster, not even this one");
      noneSince = now;
    } else if (!none) {
      noneSince = null;
    }
    completeFirstAnswers();
  }

  private synchronized void failed(Question question, long put, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
      answered(question, put, List.of());
      return;
    }
    if (failed.add(question) && !closed) {
      LOG.log(WARNING, "DNS did not answer the question for {0}: {1}", question, cause);
    }
    completeFirstAnswers();
  }

  private synchronized void completeFirstAnswers() {
    if (questions.stream().allMatch(one -> known.containsKey(one) || failed.contains(one))) {
      firstAnswers.complete(null);
    }
  }

  private void awaitFirstAnswers() {
    try {
      firstAnswers.get(settings.answerLimit().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(DEBUG, "DNS has not answered yet", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the library's threads, which would otherwise outlive the application. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    NioClient.close();
  }
}
