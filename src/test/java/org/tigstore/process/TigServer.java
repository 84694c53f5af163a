package org.tigstore.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The WAR on its own with a directory, and a client of it. */
final class TigServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Long enough for a slow machine to come back to a connection that it left idle. */
  private static final String IDLE_TIMEOUT = "PT1H";

  private static final String LISTENS = "tig listens on http://127.0.0.1:";

  private final JavaProcess process;
  private final int port;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TigServer(JavaProcess process) throws InterruptedException {
    this.process = process;
    String line = process.awaitLine(LISTENS);
    this.port = Integer.parseInt(line.substring(0, line.indexOf('/')));
  }

  /** Starts a server with this heap, its temporary files in the second directory. */
  static TigServer start(String heap, Path data, Path temporary)
      throws IOException, InterruptedException {
    return start(
        JavaCommand.ofWar().with("-Xmx" + heap, "-Djava.io.tmpdir=" + temporary),
        data,
        "--idle-timeout",
        IDLE_TIMEOUT);
  }

  /** Starts a server by a command for the WAR, with these options too. */
  static TigServer start(JavaCommand command, Path data, String... more)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--port", "0", "--data", data.toString()));
    arguments.addAll(List.of(more));
    return new TigServer(command.start(arguments.toArray(String[]::new)));
  }

  /** The process itself. */
  JavaProcess process() {
    return process;
  }

  /** A connection of the test's own, on which reading does not wait for ever. */
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** As the other, from this address of this machine. */
  Socket connectFrom(String address) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** A request of this path. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(PATIENCE);
  }

  /** Sends a request, and returns the answer with its body as text. */
  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return send(request, BodyHandlers.ofString());
  }

  /** Sends a request. */
  <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(request.build(), handler);
  }

  /** Sends a request of this method with these fields, and returns the answer. */
  HttpResponse<String> call(String method, String path, String body, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    if (fields.length > 0) {
      request.headers(fields);
    }
    return send(
        request.method(
            method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  /** Seals the text. */
  HttpResponse<String> seal(String text) throws IOException, InterruptedException {
    return seal(BodyPublishers.ofString(text));
  }

  /** Seals the body. */
  HttpResponse<String> seal(BodyPublisher body) throws IOException, InterruptedException {
    return send(request("/").PUT(body));
  }

  @Override
  public void close() {
    process.close();
  }
}
