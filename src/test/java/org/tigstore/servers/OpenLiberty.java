package org.tigstore.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/** Open Liberty, whose configuration takes port and context path from the environment. */
final class OpenLiberty implements Server {
  @Override
  public String heading() {
    return "Open Liberty";
  }

  @Override
  public String at(String contextPath, String commands) {
    return "export TIG_CONTEXT_PATH=" + contextPath + "\n" + commands;
  }

  @Override
  public Map<String, String> environment(int port, IntSupplier more, Path directory) {
    return Map.of("JVM_ARGS", "-Xmx256m", "TIG_PORT", Integer.toString(port));
  }
}
