package org.tigstore.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/** Something that has one sealed block and gives it over TLS, as a node behind a proxy does. */
final class TlsPeer implements AutoCloseable {
  private final HttpsServer server;
  private final byte[] block;
  private final List<String> hosts = new CopyOnWriteArrayList<>();

  private TlsPeer(HttpsServer server, byte[] block) {
    this.server = server;
    this.block = block;
  }

  /** Starts to listen on this machine. */
  static TlsPeer start(Certified certified, byte[] block) throws Exception {
    HttpsServer server =
        HttpsServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certified.server()));
    TlsPeer peer = new TlsPeer(server, block);
    server.createContext("/", peer::answer);
    server.start();
    return peer;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The path of its block. */
  String path() {
    return "/" + name();
  }

  private BlockName name() {
    return Sha256.nameOf(block);
  }

  /** The hosts that the hosts were for. */
  List<String> hosts() {
    return hosts;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      hosts.add(exchange.getRequestHeaders().getFirst("Host"));
      if (!exchange.getRequestURI().getPath().equals(path())) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("ETag", '"' + name().digits() + '"');
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", "" + block.length);
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, block.length);
        exchange.getResponseBody().write(block);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
