package org.tigstore.cluster;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * The addresses of hosts as DNS has them at this moment: unlike the JDK's own lookups, these are
 * not kept, and nobody waits for them. The system's list of hosts counts first. Safe for any number
 * of threads.
 */
final class HostAddresses implements Closeable {
  private final LookupSession session = LookupSession.defaultBuilder().clearCaches().build();

  /** All IPv4 and IPv6 addresses of a host, or the one that the text is; none if it has none. */
  CompletableFuture<List<InetAddress>> of(String host) {
    String bare = host.replaceAll("^\\[|]$", "");
    try {
      return CompletableFuture.completedFuture(List.of(Address.getByAddress(bare)));
    } catch (UnknownHostException e) {
      return lookUp(bare);
    }
  }

  private CompletableFuture<List<InetAddress>> lookUp(String host) {
    try {
      Name name = Name.fromString(host);
      return lookUp(name, Type.A)
          .thenCombine(
              lookUp(name, Type.AAAA),
              (four, six) -> Stream.concat(four.stream(), six.stream()).toList());
    } catch (TextParseException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<List<InetAddress>> lookUp(Name name, int type) {
    return session
        .lookupAsync(name, type)
        .toCompletableFuture()
        .handle((result, failure) -> failure == null ? addresses(result) : none(failure));
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

  /** Ends the library's threads, which else outlive the application. */
  @Override
  public void close() {
    NioClient.close();
  }
}
