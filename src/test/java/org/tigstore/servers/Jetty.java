package org.tigstore.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/** Jetty, whose page starts its Java machine without a script. */
final class Jetty implements Server {
  @Override
  public String heading() {
    return "Jetty";
  }

  @Override
  public Map<String, String> environment(int port, IntSupplier more, Path directory) {
    return Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m", "JETTY_PORT", Integer.toString(port));
  }
}
