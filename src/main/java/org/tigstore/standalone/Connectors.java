package org.tigstore.standalone;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.tigstore.server.Setting;
import org.tigstore.server.Settings;
import org.tigstore.tls.TlsFiles;

/** The ports that the embedded server listens on: one with TLS, a plain one, or both. */
final class Connectors {
  /** How many callers may connect at once; Java's 50 let the others wait for a second or more. */
  private static final int CONNECTING_AT_ONCE = 1024;

  /** How many header fields a connection remembers. */
  private static final int HEADER_FIELDS_KNOWN = 64;

  /** Fewer would cost a large body more calls of the system. */
  private static final int RECEIVED_AT_ONCE_BYTES = 64 * 1024;

  /** Less than any chunk of a block. */
  private static final int COLLECTED_BYTES = 1024;

  private final Settings settings;
  private final Server server;

  private Connectors(Settings settings, Server server) {
    this.settings = settings;
    this.server = server;
  }

  /**
   * Takes the ports that the settings tell, for a server that is not started.
   *
   * @throws NotStartedException if a port cannot be had, or TLS lacks a key or a certificate
   */
  static void open(Settings settings, Server server) throws NotStartedException {
    Connectors connectors = new Connectors(settings, server);
    boolean tls = connectors.wantTls();
    if (tls) {
      connectors.openTls();
    }
    if (!tls || settings.isSet(Setting.PORT)) {
      connectors.open(settings.get(Setting.PORT), http(new HttpConfiguration()));
    }
  }

  private boolean wantTls() {
    boolean asked =
        settings.isSet(Setting.TLS_KEY)
            || settings.isSet(Setting.TLS_CERTIFICATE)
            || settings.isSet(Setting.TLS_PORT);
    return settings.get(Setting.TLS_PORT).isPresent() && (asked || tlsFiles().areThere());
  }

  private void openTls() throws NotStartedException {
    TlsContext context = tlsContext();
    HttpConfiguration configuration = new HttpConfiguration();
    // Probes and peers may call the server by an address that its certificate does not have.
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http = http(configuration);
    server.addBean(context);
    open(
        settings.get(Setting.TLS_PORT).orElseThrow(),
        new SslConnectionFactory(context.factory(), http.getProtocol()),
        http);
  }

  private TlsFiles tlsFiles() {
    return new TlsFiles(settings.get(Setting.TLS_KEY), settings.get(Setting.TLS_CERTIFICATE));
  }

  private TlsContext tlsContext() throws NotStartedException {
    try {
      return new TlsContext(tlsFiles());
    } catch (IOException e) {
      throw NotStartedException.failed("tig does not start: " + e.getMessage() + ".", e);
    }
  }

  private static HttpConnectionFactory http(HttpConfiguration configuration) {
    configuration.setSendServerVersion(false);
    // Enough for one caller's fields; Jetty's 1,024 cost each kept connection a hundred kilobytes.
    configuration.setHeaderCacheSize(HEADER_FIELDS_KNOWN);
    // Jetty collects less in a buffer of 32 KiB outside the heap, for as long as the caller takes.
    configuration.setOutputAggregationSize(COLLECTED_BYTES);
    // Odd paths are refused by tig itself, with a reason.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    HttpConnectionFactory http = new LingeringHttp(configuration);
    http.setInputBufferSize(RECEIVED_AT_ONCE_BYTES);
    return http;
  }

  private void open(int port, ConnectionFactory... connections) throws NotStartedException {
    ServerConnector connector = new ServerConnector(server, connections);
    connector.setHost(settings.get(Setting.HOST));
    connector.setIdleTimeout(settings.get(Setting.IDLE_TIMEOUT).toMillis());
    connector.setShutdownIdleTimeout(settings.get(Setting.STOP_PAUSE).toMillis());
    server.addConnector(connector);
    try {
      connector.open(listening(port));
    } catch (IOException | UnresolvedAddressException | UnsupportedAddressTypeException e) {
      String place = settings.get(Setting.HOST) + ":" + port;
      throw NotStartedException.failed(
          "tig does not start: it cannot listen on " + place + " (" + reason(e) + ").", e);
    }
  }

  private ServerSocketChannel listening(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(settings.get(Setting.HOST), port);
    // A socket of both families would take 0.0.0.0 for every IPv6 address as well.
    ServerSocketChannel channel =
        address.getAddress() instanceof Inet4Address
            ? ServerSocketChannel.open(StandardProtocolFamily.INET)
            : ServerSocketChannel.open();
    boolean bound = false;
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address, CONNECTING_AT_ONCE);
      bound = true;
      return channel;
    } finally {
      if (!bound) {
        channel.close();
      }
    }
  }

  private static String reason(Exception failure) {
    Throwable reason = failure.getCause() == null ? failure : failure.getCause();
    return reason.getMessage() == null ? "no such address" : reason.getMessage();
  }
}
