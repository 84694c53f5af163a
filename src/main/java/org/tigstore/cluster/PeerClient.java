package org.tigstore.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests to peers, over connections that it keeps: questions over some, transfers over
 * others, so that long ones hold up no short ones. Follows nothing and repeats nothing by itself.
 * Safe for any number of threads.
 */
final class PeerClient implements Closeable {
  private static final int CONNECTIONS_TO_EACH = 256;
  private static final int CONNECTIONS = 1024;
  private static final int LONGEST_LINE = 8192;
  private static final int MOST_FIELDS = 100;

  /** Shorter than any server waits for the next request. */
  private static final TimeValue UNUSED = TimeValue.ofSeconds(5);

  private static final TimeValue UNCHECKED = TimeValue.ofMilliseconds(500);

  private final CloseableHttpClient questions;
  private final CloseableHttpClient transfers;
  private final Watchdog watchdog = new Watchdog();

  PeerClient(ClusterSettings settings) throws IOException {
    TlsSocketStrategy tls = PeerTls.strategy(settings);
    this.questions = client(settings, tls);
    this.transfers = client(settings, tls);
  }

  private static CloseableHttpClient client(ClusterSettings settings, TlsSocketStrategy tls) {
    Timeout connecting = timeout(settings.answerLimit());
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder().http1Config(limits()).build())
                .setMaxConnPerRoute(CONNECTIONS_TO_EACH)
                .setMaxConnTotal(CONNECTIONS)
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(connecting).build())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(connecting)
                        .setSocketTimeout(connecting)
                        .setValidateAfterInactivity(UNCHECKED)
                        .build())
                .build())
        .evictIdleConnections(UNUSED)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .disableDefaultUserAgent()
        .build();
  }

  private static Http1Config limits() {
    return Http1Config.custom()
        .setMaxLineLength(LONGEST_LINE)
        .setMaxHeaderCount(MOST_FIELDS)
        .build();
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
  }

  /**
   * Sends a request and returns as soon as the answer's head is there; whoever called closes it.
   *
   * @throws IOException if the request makes no progress, or has no answer, for as long as its
   *     limit
   */
  PeerAnswer send(PeerAddress address, PeerRequest request) throws IOException {
    HttpUriRequestBase message =
        new HttpUriRequestBase(request.method(), URI.create(request.target(address.path())));
    request.fields().forEach(message::setHeader);
    SentBody body = request.body();
    message.setEntity(body == null ? null : new WholeBody(body, message));
    LongSupplier progress = body == null ? () -> 0 : body::progress;
    AtomicBoolean broken = new AtomicBoolean();
    Future<?> watch =
        watchdog.watch(
            progress,
            request.limit(),
            () -> {
              broken.set(true);
              message.abort();
            });
    try {
      CloseableHttpClient client = request.isQuestion() ? questions : transfers;
      return new PeerAnswer(client.executeOpen(host(address), message, context(request)));
    } catch (SocketException e) {
      if (broken.get()) {
        throw new SocketTimeoutException("nothing for " + request.limit());
      }
      throw e;
    } finally {
      watch.cancel(false);
    }
  }

  private static HttpClientContext context(PeerRequest request) {
    Timeout limit = timeout(request.limit());
    HttpClientContext context = HttpClientContext.create();
    context.setRequestConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(limit)
            .setResponseTimeout(limit)
            .setExpectContinueEnabled(request.body() != null)
            .build());
    return context;
  }

  private static HttpHost host(PeerAddress address) {
    return new HttpHost(address.scheme(), address.address(), address.host(), address.port());
  }

  @Override
  public void close() throws IOException {
    watchdog.close();
    try (questions) {
      transfers.close();
    }
  }
}
