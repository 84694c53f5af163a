package org.tigstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

/** A gate that is destroyed during an upload that lasts until the test ends it. */
class GateDrainTest {
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final Duration IMPATIENT = Duration.ofMillis(50);

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Server server = new Server();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Services.Entrance entrance =
      EmbeddedNode.entrance(EmbeddedNode.policy(AccessMode.KEY, Optional.empty()), List.of());

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
            entrance,
            outcome -> ended.compareAndSet(false, outcome.method().equals("PUT")))
        .publish(context.getServletContext());
  }

  @AfterEach
  void stop() throws Exception {
    end.countDown();
    server.stop();
  }

  private HttpResponse<String> send(String path, HttpRequest.Builder request) {
    try {
      URI target = server.getURI().resolve(path);
      return client.send(request.uri(target).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks for a block that is not there. */
  private HttpResponse<String> get() {
    return send("/" + Bodies.nameOf("missing"), HttpRequest.newBuilder().GET());
  }

  /** A body of one byte, which comes when the test says so. */
  private final class LateByte extends InputStream {
    private boolean read;

    @Override
    public int read() throws IOException {
      if (read) {
        return -1;
      }
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      read = true;
      return 'x';
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int one = read();
      target[offset] = (byte) one;
      return one < 0 ? -1 : 1;
    }
  }

  private CompletableFuture<HttpResponse<String>> beginUpload() throws InterruptedException {
    HttpRequest.Builder put =
        HttpRequest.newBuilder().PUT(BodyPublishers.ofInputStream(LateByte::new));
    CompletableFuture<HttpResponse<String>> running =
        CompletableFuture.supplyAsync(() -> send("/", put));
    Eventually.holds("the upload runs", () -> entrance.limits().uploads() == 1);
    return running;
  }

  @Test
  void runningRequestEndsAndNewOnesAreRefused() throws Exception {
    Gate gate = new Gate(PATIENT);
    start(gate);
    CompletableFuture<HttpResponse<String>> running = beginUpload();
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
    end.countDown();
    assertThat(drained.get(30, TimeUnit.SECONDS)).as("the request ended first").isTrue();
    assertThat(running.get().body()).isEqualTo("/" + Bodies.nameOf("x"));
  }

  @Test
  void requestThatLastsTooLongIsNotWaitedFor() throws Exception {
    Gate gate = new Gate(IMPATIENT);
    start(gate);
    CompletableFuture<HttpResponse<String>> running = beginUpload();
    CompletableFuture.runAsync(gate::destroy).get(30, TimeUnit.SECONDS);
    assertThat(running).isNotDone();
  }

  @Test
  void nothingRunningIsNotWaitedFor() throws Exception {
    Gate gate = new Gate(PATIENT);
    start(gate);
    assertThat(get().statusCode()).isEqualTo(404);
    CompletableFuture.runAsync(gate::destroy).get(30, TimeUnit.SECONDS);
  }
}
