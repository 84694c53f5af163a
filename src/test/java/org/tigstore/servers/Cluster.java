package org.tigstore.servers;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.tigstore.BuildDirectory;

/**
 * Two processes: the tests ask a node that is at the end of its life and has nothing, and all there
 * is lies on its peer.
 */
final class Cluster implements Server {
  /** A file that a test has changed may have to be hashed on a busy machine. */
  private static final String PATIENCE = "PT10S";

  private final Server alone = new StandAlone();

  @Override
  public String heading() {
    return alone.heading();
  }

  @Override
  public String title(String page) {
    return page + ", through a node that has nothing";
  }

  @Override
  public String at(String contextPath, String commands) {
    String front = commands.replace("/var/lib/tig", "$FRONT");
    return String.join(
        "\n",
        "rm -rf $FRONT",
        commands + " --port $HOLDER_PORT &",
        "until curl -s $HOLDER; do sleep 0.2; done",
        alone.at(contextPath, front)
            + " --lifetime PT0.001S --cluster $HOLDER --peer-timeout "
            + PATIENCE);
  }

  @Override
  public Map<String, String> environment(int port, IntSupplier more, Path directory) {
    int holder = more.getAsInt();
    Map<String, String> environment = new HashMap<>(alone.environment(port, more, directory));
    environment.put(
        "FRONT", BuildDirectory.own(Path.of(System.getProperty("tig.front"))).toString());
    environment.put("HOLDER_PORT", Integer.toString(holder));
    environment.put("HOLDER", "http://127.0.0.1:" + holder);
    return environment;
  }

  /** Once it has nothing, it says that it is not ready. */
  @Override
  public String refusal() {
    return "health/ready";
  }
}
