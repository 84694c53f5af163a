package org.tigstore.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;
import org.tigstore.access.AccessMode;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.protocol.Channel;

/** A gate that is destroyed during an upload. */
class GateDrainTest {
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final Duration IMPATIENT = Duration.ofMillis(50);

  private final AtomicBoolean ended = new AtomicBoolean();
  private final Server server = new Server();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Services.AccessRules rules =
      EmbeddedNode.rules(EmbeddedNode.policy(AccessMode.KEY, Optional.empty()), List.of());

  /** Starts the server with this gate, which the test destroys itself. */
  private void start(Gate gate) throws Exception {
    ServletContextHandler context = new ServletContextHandler();
    Filter notDestroyed = (request, response, chain) -> gate.doFilter(request, response, chain);
    context.addFilter(new FilterHolder(notDestroyed), "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
    EmbeddedNode.services(
            new MemoryBlockStore(1000, Channel::refuseChange, new ManualClock()),
            Duration.ofMinutes(10),
            rules,
            outcome -> ended.compareAndSet(false, outcome.method().equals("PUT")),
            true)
        .publish(context.getServletContext());
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  /** Asks for a block that is not there. */
  private HttpResponse<String> get() {
    URI missing = server.getURI().resolve("/" + Bodies.nameOf("missing"));
    try {
      return client.send(HttpRequest.newBuilder(missing).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins an upload whose only byte is still to come. */
  private Socket beginUpload() throws Exception {
    Socket socket = new Socket(server.getURI().getHost(), server.getURI().getPort());
    send(socket, "PUT / HTTP/1.1\r\nHost: tig\r\nContent-Length: 1\r\nConnection: close\r\n\r\n");
    Eventually.holds("the upload runs", () -> rules.limits().uploads() == 1);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  @Test
  void runningRequestEndsAndNewOnesAreRefused() throws Exception {
    Gate gate = new Gate(PATIENT);
    start(gate);
    Socket running = beginUpload();
    assertThat(get().statusCode()).isEqualTo(404);
    CompletableFuture<Boolean> drained =
        CompletableFuture.supplyAsync(
            () -> {
              gate.destroy();
              return ended.get();
            });
    Eventually.holds("new requests are refused", () -> get().statusCode() == 503);
    HttpResponse<String> refused = get();
    assertThat(refused.body()).isEmpty();
    assertThat(refused.headers().firstValue("Tig-Reason")).contains("the application is stopping");
    send(running, "x");
    assertThat(drained.get(30, TimeUnit.SECONDS)).as("the request ended first").isTrue();
    assertThat(new String(running.getInputStream().readAllBytes(), US_ASCII))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("/" + Bodies.nameOf("x"));
    running.close();
  }

  @Test
  void requestThatLastsTooLongIsNotWaitedFor() throws Exception {
    Gate gate = new Gate(IMPATIENT);
    start(gate);
    Socket running = beginUpload();
    CompletableFuture.runAsync(gate::destroy).get(30, TimeUnit.SECONDS);
    assertThat(ended).isFalse();
    running.close();
  }

  @Test
  void nothingRunningIsNotWaitedFor() throws Exception {
    Gate gate = new Gate(PATIENT);
    start(gate);
    assertThat(get().statusCode()).isEqualTo(404);
    CompletableFuture.runAsync(gate::destroy).get(30, TimeUnit.SECONDS);
  }
}
