package org.tigstore.cluster;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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
 * The addresses of hosts as DNS has them at this moment: unlike the JDK's own lookups, these are
 * kept only for the case that DNS falls silent, and nobody waits for them. The system's list of
 * hosts counts first. Safe for any number of threads.
 */
final class HostAddresses implements Closeable {
  private static final System.Logger LOG = System.getLogger(HostAddresses.class.getName());

  /** The library's five seconds would keep a lost question from being put again soon. */
  private static final Duration ATTEMPT = Duration.ofSeconds(1);

  private final LookupSession session = session();
  private final Map<Question, List<InetAddress>> known = new ConcurrentHashMap<>();
  private final Set<Question> unanswered = ConcurrentHashMap.newKeySet();

  /** What DNS is asked for: the records of one type that a host has. */
  private record Question(String host, int type) {
    @Override
    public String toString() {
      return Type.string(type) + " records of " + host;
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
   * All IPv4 and IPv6 addresses of a host, or the one that the text is; none if it has none. Where
   * DNS does not answer, its last answer counts.
   */
  CompletableFuture<List<InetAddress>> of(String host) {
    String bare = host.replaceAll("^\\[|]$", "");
    try {
      return CompletableFuture.completedFuture(List.of(Address.getByAddress(bare)));
    } catch (UnknownHostException e) {
      return answer(new Question(bare, Type.A))
          .thenCombine(
              answer(new Question(bare, Type.AAAA)),
              (four, six) -> Stream.concat(four.stream(), six.stream()).toList());
    }
  }

  private CompletableFuture<List<InetAddress>> answer(Question question) {
    return CompletableFuture.completedFuture(question)
        .thenCompose(this::lookUp)
        .handle((result, failure) -> failure == null ? addresses(result) : none(failure))
        .thenApply(addresses -> answered(question, addresses))
        .exceptionally(failure -> unanswered(question, failure));
  }

  private CompletionStage<LookupResult> lookUp(Question question) {
    return session.lookupAsync(Name.fromConstantString(question.host()), question.type());
  }

  private static List<InetAddress> addresses(LookupResult result) {
    return result.getRecords().stream().flatMap(HostAddresses::address).toList();
  }

  private static Stream<InetAddress> address(Record answer) {
    if (answer instanceof ARecord four) {
      return Stream.of(four.getAddress());
    }
    return answer instanceof AAAARecord six ? Stream.of(six.getAddress()) : Stream.empty();
  }

  /** To have no address is an answer; to get none is a failure. */
  private static List<InetAddress> none(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
      return List.of();
    }
    throw new CompletionException(cause);
  }

  private List<InetAddress> answered(Question question, List<InetAddress> addresses) {
    unanswered.remove(question);
    known.put(question, addresses);
    return addresses;
  }

  private List<InetAddress> unanswered(Question question, Throwable failure) {
    if (unanswered.add(question)) {
      LOG.log(WARNING, "DNS does not say what {0} there are: {1}", question, failure.getCause());
    }
    return known.getOrDefault(question, List.of());
  }

  /** Ends the library's threads, which else outlive the application. */
  @Override
  public void close() {
    NioClient.close();
  }
}
