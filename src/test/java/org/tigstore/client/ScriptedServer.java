package org.tigstore.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A server that answers one request after the other as a test says, and the last for ever. */
final class ScriptedServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Queue<Script> scripts = new ArrayDeque<>();

  /** What happens after a request and its body have come. */
  @FunctionalInterface
  interface Script {
    void answer(HttpExchange exchange, byte[] body) throws IOException;
  }

  private ScriptedServer(HttpServer server) {
    this.server = server;
  }

  /** Starts to listen on this machine. */
  static ScriptedServer start(Script... scripts) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ScriptedServer server = new ScriptedServer(http);
    server.scripts.addAll(List.of(scripts));
    http.createContext("/", server::serve);
    http.setExecutor(Executors.newCachedThreadPool());
    http.start();
    return server;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + (range == null ? "" : " " + range));
      next().answer(exchange, body);
    }
  }

  private synchronized Script next() {
    return scripts.size() == 1 ? scripts.element() : scripts.remove();
  }

  /** The connection ends without an answer. */
  static Script hangUp() {
    return (exchange, body) -> exchange.close();
  }

  /** An answer with fields: their names and values, in turn. */
  static Script answer(int status, byte[] content, String... fields) {
    return cutShort(status, content, content.length, fields);
  }

  /** As {@link #answer}, but the connection ends after so many bytes. */
  static Script cutShort(int status, byte[] content, int sent, String... fields) {
    return (exchange, body) -> {
      for (int i = 0; i < fields.length; i += 2) {
        exchange.getResponseHeaders().set(fields[i], fields[i + 1]);
      }
      exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
      if (content.length > 0) {
        exchange.getResponseBody().write(content, 0, sent);
        exchange.getResponseBody().flush();
      }
    };
  }

  /** Methods, targets and ranges of the requests so far. */
  List<String> requests() {
    return requests;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tig");
  }

  /** A client of this server that repeats requests for so long. */
  TigServer client(Duration repeatFor) throws IOException {
    ServerSettings settings =
        new ServerSettings(
            address(),
            Optional.of("Secret-7"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            repeatFor);
    return new TigServer(settings, notice -> {});
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
