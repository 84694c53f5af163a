package org.tigstore.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.tigstore.server.Setting;
import org.tigstore.server.Settings;
import org.tigstore.web.Services;
import org.tigstore.web.Stopping;

/** The embedded server with the WAR at its root. */
final class WebServer {
  /** A slow upload holds a thread where threads are not virtual. */
  private static final int MOST_THREADS = 1000;

  /** Thrice what a stalled request takes: its connection, the stack of its thread, a chunk. */
  private static final int BYTES_PER_REQUEST = 64 * 1024;

  /** A request that waits takes a few KiB; further ones are refused with 503. */
  private static final int MOST_WAITING = 4096;

  private final Settings settings;
  private final Server server = new Server(threads());
  private final WebAppContext application;

  WebServer(Path war, Settings settings) {
    this.settings = settings;
    server.setErrorHandler(new EmptyErrorHandler());
    server.setStopTimeout(settings.get(Setting.STOP_TIMEOUT).toMillis());
    application = WarContext.of(war, settings.get(Setting.CONTEXT_PATH));
    GracefulHandler requests = new GracefulHandler(bounded(application));
    server.setHandler(requests);
    server.addBean(new StalledCallers(server, requests, mostRequests()));
  }

  /** Before callers who stall are not waited for. */
  private static long mostRequests() {
    long most = Runtime.getRuntime().maxMemory() / BYTES_PER_REQUEST;
    return VirtualThreads.areSupported() ? most : Math.min(most, MOST_THREADS / 2);
  }

  /** Lets no more requests run than there is memory for; the others wait, without a thread. */
  private static QoSHandler bounded(Handler application) {
    QoSHandler bounded = new QoSHandler(application);
    bounded.setMaxRequestCount(VirtualThreads.areSupported() ? (int) mostRequests() : MOST_THREADS);
    bounded.setMaxSuspendedRequestCount(MOST_WAITING);
    return bounded;
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    if (VirtualThreads.areSupported()) {
      threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("tig-"));
    }
    return threads;
  }

  /** Takes the ports, then opens the store and serves. */
  void start() throws NotStartedException {
    Connectors.open(settings, server);
    try {
      server.start();
      Services.in(application.getServletContext());
    } catch (Exception e) {
      throw NotStartedException.failed(String.valueOf(e.getMessage()), e);
    }
  }

  /** Where callers find it, TLS first. */
  List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    for (Connector connector : server.getConnectors()) {
      addresses.add(address((ServerConnector) connector));
    }
    return addresses;
  }

  private String address(ServerConnector connector) {
    boolean tls = connector.getConnectionFactory(SslConnectionFactory.class) != null;
    String host = HostPort.normalizeHost(connector.getHost());
    return (tls ? "https://" : "http://")
        + host
        + ":"
        + connector.getLocalPort()
        + settings.get(Setting.CONTEXT_PATH);
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
      Thread.sleep(settings.get(Setting.STOP_DELAY).toMillis());
      server.stop();
    } catch (TimeoutException e) {
      System.err.println("tig aborted requests that did not finish in time");
    } catch (Exception e) {
      System.err.println("tig did not shut down cleanly: " + e);
      code = 1;
    }
    // A process that a signal ends would else tell of failure.
    Runtime.getRuntime().halt(code);
  }
}
