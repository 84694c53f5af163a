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
        "-Xmx256m -Djboss.http.port=%d -Djboss.https.port=%d -Djboss.management.http.port=%d"
            .formatted(port, more.getAsInt(), more.getAsInt()));
  }
}
