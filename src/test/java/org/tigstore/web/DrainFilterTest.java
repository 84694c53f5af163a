package org.tigstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server whose requests last until the test lets them end. */
class DrainFilterTest {
  private final DrainFilter filter = new DrainFilter();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Server server = new Server();
  private final HttpClient client = HttpClient.newHttpClient();

  /** Ends when the test says so. */
  private final class LongRequests extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      begun.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      response.getWriter().print("done");
    }
  }

  @BeforeEach
  void start() throws Exception {
    ServletContextHandler context = new ServletContextHandler();
    context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(new LongRequests()), "/*");
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

  private HttpResponse<String> get() {
    try {
      return client.send(HttpRequest.newBuilder(server.getURI()).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void runningRequestEndsAndNewOnesAreRefused() throws Exception {
    CompletableFuture<HttpResponse<String>> running = CompletableFuture.supplyAsync(this::get);
    begun.await();
    CompletableFuture<Void> drained = CompletableFuture.runAsync(filter::destroy);
    assertThatThrownBy(() -> drained.get(500, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    HttpResponse<String> refused = get();
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).isEmpty();
    assertThat(refused.headers().firstValue("Tig-Reason")).contains("the application is stopping");
    end.countDown();
    drained.get(4, TimeUnit.SECONDS);
    assertThat(running.get().body()).isEqualTo("done");
  }

  @Test
  void requestThatLastsTooLongIsNotWaitedFor() throws Exception {
    CompletableFuture<HttpResponse<String>> running = CompletableFuture.supplyAsync(this::get);
    begun.await();
    CompletableFuture.runAsync(filter::destroy).get(30, TimeUnit.SECONDS);
    assertThat(running).isNotDone();
  }

  @Test
  void nothingRunningIsNotWaitedFor() throws Exception {
    CompletableFuture.runAsync(filter::destroy).get(4, TimeUnit.SECONDS);
  }
}
