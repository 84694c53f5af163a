package org.tigstore.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/** WildFly, whose scripts take the options of its Java machine from the environment. */
final class WildFly implements Server {
  @Override
  public String heading() {
    return "WildFly";
  }

  @Override
  public Map<String, String> environment(int port, IntSupplier more, Path directory) {
    return Map.of(
        "JAVA_OPTS",
        "-Xmx256m",
        "JBOSS_HTTP_PORT",
        Integer.toString(port),
        "JBOSS_HTTPS_PORT",
        Integer.toString(more.getAsInt()),
        "JBOSS_MANAGEMENT_HTTP_PORT",
        Integer.toString(more.getAsInt()));
  }

  /**
   * The threads of its pools remember the first task that they ran: two for requests and up to ten
   * for timers stay when there is nothing to do.
   */
  @Override
  public int remembered() {
    return 12;
  }
}
