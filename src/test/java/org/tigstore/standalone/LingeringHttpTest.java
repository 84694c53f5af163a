package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;

/** A connection whose request was answered before all of it came, and for how long it lasts. */
class LingeringHttpTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofHours(1);
  private static final int FEW_THREADS = 8;
  private static final int MANY_CALLERS = 100;

  private final Server server = new Server(new QueuedThreadPool(FEW_THREADS));

  @AfterEach
  void stop() throws Exception {
    server.setStopTimeout(0);
    server.stop();
  }

  private void start(LingeringHttp.Limits limits) throws Exception {
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new LingeringHttp(new HttpConfiguration(), limits));
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(LONG.toMillis());
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            response.setStatus(401);
            callback.succeeded();
            return true;
          }
        });
    server.start();
  }

  /** A caller who has read the answer to the end and may go on to send. */
  private Socket refused() throws IOException {
    Socket socket = TigProcess.connect(server.getURI());
    String put = "PUT / HTTP/1.1\r\nHost: tig\r\nContent-Length: 99999999999999\r\n\r\n";
    socket.getOutputStream().write(put.getBytes(US_ASCII));
    assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
        .startsWith("HTTP/1.1 401 ")
        .contains("Connection: close");
    return socket;
  }

  private static boolean isClosed(Socket socket, int bytes) {
    try {
      socket.getOutputStream().write(new byte[bytes]);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void endsIfTheCallerIsSilent() throws Exception {
    start(new LingeringHttp.Limits(SHORT, LONG, Long.MAX_VALUE));
    try (Socket caller = refused()) {
      Eventually.holds(
          "the connection is closed",
          () -> server.getConnectors()[0].getConnectedEndPoints().isEmpty());
      assertThat(caller.isConnected()).isTrue();
    }
  }

  @Test
  void endsIfTheCallerSendsLittleForLong() throws Exception {
    start(new LingeringHttp.Limits(LONG, SHORT, Long.MAX_VALUE));
    try (Socket caller = refused()) {
      Eventually.holds("the connection is closed", () -> isClosed(caller, 1));
    }
  }

  @Test
  void endsIfTheCallerSendsMuch() throws Exception {
    start(new LingeringHttp.Limits(LONG, LONG, 1 << 20));
    try (Socket caller = refused()) {
      Eventually.holds("the connection is closed", () -> isClosed(caller, 1 << 20));
    }
  }

  @Test
  void holdsNoThread() throws Exception {
    start(new LingeringHttp.Limits(LONG, LONG, Long.MAX_VALUE));
    List<Socket> callers = new ArrayList<>();
    try {
      for (int caller = 0; caller < MANY_CALLERS; caller++) {
        callers.add(refused());
      }
      for (Socket caller : callers) {
        assertThat(isClosed(caller, 1 << 16)).isFalse();
      }
    } finally {
      for (Socket caller : callers) {
        caller.close();
      }
    }
  }
}
