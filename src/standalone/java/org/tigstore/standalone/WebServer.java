package org.tigstore.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.tigstore.server.Settings;
import org.tigstore.web.Stopping;

/** The embedded server with the WAR at its root. */
final class WebServer {
  /** A slow upload holds a thread where threads are not virtual. */
  private static final int MOST_THREADS = 1000;

  /** Less than the half minute that Kubernetes gives a container to end. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(25);

  /** How long a running request may pause, and an unused connection hold things up, by then. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  /** How many callers may connect at once; Java's 50 let the others wait for a second or more. */
  private static final int CONNECTING_AT_ONCE = 1024;

  /** Fewer would cost a large body more calls of the system. */
  private static final int RECEIVED_AT_ONCE_BYTES = 64 * 1024;

  private final Settings settings;
  private final Server server = new Server(threads());
  private final ServerConnector connector;
  private final WebAppContext application;

  WebServer(Path war, Settings settings) {
    this.settings = settings;
    connector = new ServerConnector(server, connections());
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(CONNECTING_AT_ONCE);
    connector.setShutdownIdleTimeout(LONGEST_PAUSE.toMillis());
    server.addConnector(connector);
    server.setErrorHandler(new EmptyErrorHandler());
    server.setStopTimeout(LONGEST_STOP.toMillis());
    application = WarContext.of(war, settings.contextPath());
    server.setHandler(new GracefulHandler(application));
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    if (VirtualThreads.areSupported()) {
      threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("tig-"));
    }
    return threads;
  }

  private static HttpConnectionFactory connections() {
    HttpConnectionFactory connections = new HttpConnectionFactory(configuration());
    connections.setInputBufferSize(RECEIVED_AT_ONCE_BYTES);
    return connections;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    // Odd paths are refused by tig itself, with a reason.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    return configuration;
  }

  /** Takes the port, then opens the store and serves. */
  void start() throws NotStartedException {
    listen();
    try {
      server.start();
    } catch (Exception e) {
      throw NotStartedException.failed(String.valueOf(e.getMessage()), e);
    }
  }

  private void listen() throws NotStartedException {
    try {
      connector.open();
    } catch (IOException | UnresolvedAddressException e) {
      String place = settings.host() + ":" + settings.port();
      throw NotStartedException.failed(
          "tig does not start: it cannot listen on " + place + " (" + reason(e) + ").", e);
    }
  }

  private static String reason(Exception failure) {
    Throwable reason = failure.getCause() == null ? failure : failure.getCause();
    return reason.getMessage() == null ? "no such address" : reason.getMessage();
  }

  /** Where callers find it. */
  URI address() {
    return server.getURI();
  }

  /**
   * When the process is told to end, it is not ready but serves for as long as the settings say;
   * then it lets running requests end and closes the store.
   */
  void stopWithProcess() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndEnd, "tig-stop"));
  }

  private void stopAndEnd() {
    int code = 0;
    try {
      Stopping.announce(application.getServletContext());
      Thread.sleep(settings.stopDelay().toMillis());
      server.stop();
    } catch (Exception e) {
      System.err.println("tig did not stop in order: " + e);
      code = 1;
    }
    // A process that a signal ends would else tell of failure.
    Runtime.getRuntime().halt(code);
  }
}
