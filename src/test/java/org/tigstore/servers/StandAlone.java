package org.tigstore.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/** The WAR as a server of its own. */
final class StandAlone implements Server {
  @Override
  public String heading() {
    return "Stand-alone";
  }

  @Override
  public String at(String contextPath, String commands) {
    return commands + " --context-path " + contextPath;
  }

  @Override
  public Map<String, String> environment(int port, IntSupplier more, Path directory) {
    return Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m", "TIG_PORT", Integer.toString(port));
  }
}
