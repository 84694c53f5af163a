package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
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
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests to peers over two pools of persistent connections, one for questions and one for
 * transfers, so that transfers do not delay questions. Does not follow redirects and does not
 * retry. Safe for any number of threads.
 */
final class PeerClient implements Closeable {
  private static final int CONNECTIONS_TO_EACH = 256;
  private static final int CONNECTIONS = 1024;
  private static final int LONGEST_LINE = 8192;
  private static final int MOST_FIELDS = 100;

  /** Shorter than the idle timeout of any server. */
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
                    ManagedHttpClientConnectionFactory.builder()
                        .http1Config(limits())
                        .charCodingConfig(CharCodingConfig.custom().setCharset(ISO_8859_1).build())
                        .build())
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
   * Sends a request and returns the answer, for the caller to close, as soon as its head is there.
   *
   * @throws IOException if there is no answer, or no progress for as long as the limit
   */
  PeerAnswer send(PeerAddress address, PeerRequest request) throws IOException {
    HttpUriRequestBase message = request.to(address);
    PeerRequestEntity body = request.body();
    if (body != null) {
      body.abortOnFailure(message);
    }
    LongSupplier progress = body == null ? () -> 0 : body::progress;
    Watchdog.Watch watch = watchdog.watch(progress, request.limit(), message::abort);
    try (watch) {
      CloseableHttpClient client = request.isQuestion() ? questions : transfers;
      return new PeerAnswer(client.executeOpen(host(address), message, context(request)));
    } catch (SocketException e) {
      if (watch.hasExpired()) {
        throw new SocketTimeoutException("nothing for " + request.limit());
      }
      throw e;
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
