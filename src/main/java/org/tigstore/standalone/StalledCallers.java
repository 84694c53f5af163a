package org.tigstore.standalone;

import java.util.Set;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;

/**
 * Closes connections on which nothing happens for a second, instead of the idle timeout, while more
 * requests run than may: otherwise callers who do not read could fill the heap, or take every
 * thread where threads are not virtual.
 */
final class StalledCallers extends LowResourceMonitor {
  private static final int IDLE_MILLIS = 1000;
  private static final int PERIOD_MILLIS = 500;

  /**
   * Monitors the server's requests.
   *
   * @param most how many requests may run
   */
  StalledCallers(Server server, GracefulHandler requests, long most) {
    super(server);
    setLowResourceChecks(Set.of(new TooMany(requests, most)));
    setLowResourcesIdleTimeout(IDLE_MILLIS);
    setPeriod(PERIOD_MILLIS);
    // Includes connections that were opened meanwhile.
    setMaxLowResourcesTime(1);
  }

  private record TooMany(GracefulHandler requests, long most) implements LowResourceCheck {
    @Override
    public boolean isLowOnResources() {
      return requests.getCurrentRequestCount() > most;
    }

    @Override
    public String getReason() {
      return "more than " + most + " requests run";
    }
  }
}
