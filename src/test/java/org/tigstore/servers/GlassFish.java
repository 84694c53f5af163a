package org.tigstore.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/** GlassFish or its kin. */
record GlassFish(String heading) implements Server {
  @Override
  public String at(String contextPath, String commands) {
    return commands.replace("--contextroot / ", "--contextroot " + contextPath + " ");
  }

  /** Of all variables that hold options of Java, the one that counts more than the domain's. */
  @Override
  public Map<String, String> environment(int port, IntSupplier more, Path directory) {
    return Map.of(
        "_JAVA_OPTIONS",
        "-Xmx256m",
        "HTTP_PORT",
        Integer.toString(port),
        "HTTPS_PORT",
        Integer.toString(more.getAsInt()),
        "ADMIN_PORT",
        Integer.toString(more.getAsInt()));
  }
}
