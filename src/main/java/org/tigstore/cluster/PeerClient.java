package org.tigstore.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests to peers, over connections that it keeps. Follows nothing and repeats nothing by
 * itself. Safe for any number of threads.
 */
final class PeerClient implements Closeable {
  private static final int CONNECTIONS_TO_EACH = 256;
  private static final int CONNECTIONS = 1024;

  /** Shorter than any server waits for the next request. */
  private static final TimeValue UNUSED = TimeValue.ofSeconds(5);

  private static final TimeValue UNCHECKED = TimeValue.ofMilliseconds(500);

  private final CloseableHttpClient client;

  PeerClient(ClusterSettings settings) throws IOException {
    Timeout connecting = timeout(settings.answerLimit());
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(PeerTls.strategy(settings))
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

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
  }

  /**
   * Sends a request and returns as soon as the answer's head is there; whoever called closes it.
   *
   * @throws IOException if there is no answer within the request's limit
   */
  PeerAnswer send(PeerAddress address, PeerRequest request) throws IOException {
    HttpUriRequestBase message =
        new HttpUriRequestBase(request.method(), URI.create(request.target(address.path())));
    request.fields().forEach(message::setHeader);
    HttpEntity body = request.body();
    message.setEntity(body == null ? null : new WholeBody(body, message));
    Timeout limit = timeout(request.limit());
    HttpClientContext context = HttpClientContext.create();
    context.setRequestConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(limit)
            .setResponseTimeout(limit)
            .setExpectContinueEnabled(body != null)
            .build());
    return new PeerAnswer(client.executeOpen(host(address), message, context));
  }

  private static HttpHost host(PeerAddress address) {
    return new HttpHost(address.scheme(), address.address(), address.host(), address.port());
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
