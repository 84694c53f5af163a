package org.tigstore.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.tigstore.tls.TlsFiles;
import org.tigstore.tls.TlsIdentity;

/** Configures the connections to a server: TLS, proxy, timeouts, and how many at once. */
final class Connections {
  private static final int AT_ONCE = 64;
  private static final Timeout CONNECTING = Timeout.ofSeconds(10);
  private static final Timeout SILENCE = Timeout.ofMinutes(2);

  /** Shorter than the idle timeout of any server. */
  private static final TimeValue UNUSED = TimeValue.ofSeconds(5);

  private static final TimeValue UNCHECKED = TimeValue.ofMilliseconds(500);

  private Connections() {}

  /**
   * A client that does not follow redirects, keeps no cookies and repeats nothing.
   *
   * @throws IOException if the certificates or the key that the settings name cannot be used
   */
  static CloseableHttpClient client(ServerSettings settings) throws IOException {
    HttpClientBuilder builder =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(tls(settings))
                    .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder()
                            .charCodingConfig(
                                CharCodingConfig.custom().setCharset(ISO_8859_1).build())
                            .responseOutOfOrderStrategy(
                                MonitoringResponseOutOfOrderStrategy.INSTANCE)
                            .build())
                    .setMaxConnPerRoute(AT_ONCE)
                    .setMaxConnTotal(AT_ONCE)
                    .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(SILENCE).build())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(CONNECTING)
                            .setSocketTimeout(SILENCE)
                            .setValidateAfterInactivity(UNCHECKED)
                            .setTimeToLive(TimeValue.NEG_ONE_MILLISECOND)
                            .build())
                    .build())
            .evictIdleConnections(UNUSED)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("tig");
    Proxy.of(settings.address(), System.getenv()).ifPresent(proxy -> use(builder, proxy));
    return builder.build();
  }

  private static void use(HttpClientBuilder builder, Proxy proxy) {
    HttpHost host = host(proxy.address());
    builder.setProxy(host);
    proxy
        .login()
        .ifPresent(
            login -> {
              BasicCredentialsProvider credentials = new BasicCredentialsProvider();
              credentials.setCredentials(
                  new AuthScope(host),
                  new UsernamePasswordCredentials(login.user(), login.password().toCharArray()));
              builder.setDefaultCredentialsProvider(credentials);
            });
  }

  /** Where the address leads to. */
  static HttpHost host(URI address) {
    String host = address.getHost().replaceAll("[\\[\\]]", "");
    return new HttpHost(address.getScheme(), host, address.getPort());
  }

  /** What ISO 8859-1 cannot express goes as the bytes of UTF-8, as other clients send it. */
  static String inField(String text) {
    return ISO_8859_1.newEncoder().canEncode(text)
        ? text
        : new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static TlsSocketStrategy tls(ServerSettings settings) throws IOException {
    if (settings.issuers().isEmpty() && settings.identity().isEmpty()) {
      return DefaultClientTlsStrategy.createSystemDefault();
    }
    try {
      return new DefaultClientTlsStrategy(context(settings));
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  private static SSLContext context(ServerSettings settings)
      throws IOException, GeneralSecurityException {
    SSLContextBuilder context = SSLContexts.custom();
    if (settings.issuers().isPresent()) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (X509Certificate issuer :
          TlsFiles.certificates(settings.issuers().get(), "issuers' certificates")) {
        trusted.setCertificateEntry("tig-" + trusted.size(), issuer);
      }
      context.loadTrustMaterial(trusted, null);
    }
    Optional<TlsFiles> identity = settings.identity();
    if (identity.isPresent()) {
      context.loadKeyMaterial(identity.get().read().keys(), TlsIdentity.PASSWORD.toCharArray());
    }
    return context.build();
  }
}
