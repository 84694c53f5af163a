package org.tigstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;

/** A server with a request that lasts until the test ends it. */
class DrainFilterTest {
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final Duration IMPATIENT = Duration.ofMillis(50);
  private static final String LONG = "/long";
  private static final String SHORT = "/short";

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Server server = new Server();
  private final HttpClient client = HttpClient.newHttpClient();

  /** Answers {@link #SHORT} at once, and {@link #LONG} when the test says so. */
  private final class Requests extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getRequestURI().equals(LONG)) {
        begun.countDown();
        try {
          end.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        ended.set(true);
      }
      response.getWriter().print("done");
    }
  }

  /** Starts the server with this filter, which the test destroys itself. */
  private void start(DrainFilter filter) throws Exception {
    ServletContextHandler context = new ServletContextHandler();
    Filter notDestroyed = (request, response, chain) -> filter.doFilter(request, response, chain);
    context.addFilter(new FilterHolder(notDestroyed), "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(new Requests()), "/*");
    server.setHandler(context);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    end.countDown();
    server.stop();
  }

  private HttpResponse<String> get(String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(server.getURI().resolve(path)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<HttpResponse<String>> begin() throws InterruptedException {
    CompletableFuture<HttpResponse<String>> running =
        CompletableFuture.supplyAsync(() -> get(LONG));
    begun.await();
    return running;
  }

  @Test
  void runningRequestEndsAndNewOnesAreRefused() throws Exception {
    DrainFilter filter = new DrainFilter(PATIENT);
    start(filter);
    CompletableFuture<HttpResponse<String>> running = begin();
    assertThat(get(SHORT).body()).isEqualTo("done");
    CompletableFuture<Boolean> drained =
        CompletableFuture.supplyAsync(
            () -> {
              filter.destroy();
              return ended.get();
            });
    Eventually.holds("new requests are refused", () -> get(SHORT).statusCode() == 503);
    HttpResponse<String> refused = get(SHORT);
    assertThat(refused.body()).isEmpty();
    assertThat(refused.headers().firstValue("Tig-Reason")).contains("the application is stopping");
    end.countDown();
    assertThat(drained.get(30, TimeUnit.SECONDS)).as("the request ended first").isTrue();
    assertThat(running.get().body()).isEqualTo("done");
  }

  @Test
  void requestThatLastsTooLongIsNotWaitedFor() throws Exception {
    DrainFilter filter = new DrainFilter(IMPATIENT);
    start(filter);
    CompletableFuture<HttpResponse<String>> running = begin();
    CompletableFuture.runAsync(filter::destroy).get(30, TimeUnit.SECONDS);
    assertThat(running).isNotDone();
  }

  @Test
  void nothingRunningIsNotWaitedFor() throws Exception {
    DrainFilter filter = new DrainFilter(PATIENT);
    start(filter);
    assertThat(get(SHORT).body()).isEqualTo("done");
    CompletableFuture.runAsync(filter::destroy).get(30, TimeUnit.SECONDS);
  }
}
