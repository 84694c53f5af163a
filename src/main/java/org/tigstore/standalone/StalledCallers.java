package org.tigstore.standalone;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;

/**
 * Closes connections whose callers do not read, while more requests run than may: otherwise they
 * could fill the heap, or take every thread where threads are not virtual. Closes no more of them
 * than are too many, and those first that have waited the longest.
 */
final class StalledCallers extends LowResourceMonitor {
  private static final int PERIOD_MILLIS = 500;

  /** A caller who has not read for so long has stalled. */
  private static final int STALLED_MILLIS = 1000;

  private final Server server;
  private final GracefulHandler requests;
  private final long most;

  /**
   * Monitors the server's requests.
   *
   * @param most how many requests may run
   */
  StalledCallers(Server server, GracefulHandler requests, long most) {
    super(server);
    this.server = server;
    this.requests = requests;
    this.most = most;
    setLowResourceChecks(Set.of(new TooMany()));
    setPeriod(PERIOD_MILLIS);
    // In every period, not only in the first.
    setMaxLowResourcesTime(1);
  }

  @Override
  protected void setLowResources() {
    long tooMany = requests.getCurrentRequestCount() - most;
    List<Connected> longest =
        Stream.of(server.getConnectors())
            .flatMap(connector -> connector.getConnectedEndPoints().stream())
            .filter(AbstractEndPoint.class::isInstance)
            .map(caller -> Connected.of((AbstractEndPoint) caller))
            .filter(Connected::isStalled)
            .sorted(Comparator.comparingLong(Connected::millis).reversed())
            .limit(Math.max(0, tooMany))
            .toList();
    longest.forEach(Connected::close);
  }

  @Override
  protected void clearLowResources() {
    // Nothing was changed that could be restored.
  }

  private final class TooMany implements LowResourceCheck {
    @Override
    public boolean isLowOnResources() {
      return requests.getCurrentRequestCount() > most;
    }

    @Override
    public String getReason() {
      return "more than " + most + " requests run";
    }
  }

  /** A caller and for how long nothing has happened on its connection, at one moment. */
  private record Connected(AbstractEndPoint caller, long millis) {
    static Connected of(AbstractEndPoint caller) {
      return new Connected(caller, caller.getIdleFor());
    }

    /** Whoever is idle in another way may be waiting for this server. */
    boolean isStalled() {
      return millis > STALLED_MILLIS && caller.getWriteFlusher().isPending();
    }

    void close() {
      caller.close(new TimeoutException("the caller does not read"));
    }
  }
}
