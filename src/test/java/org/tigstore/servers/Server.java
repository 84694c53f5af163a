package org.tigstore.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/** A kind of server: where its commands stand, and what only a test has to tell it. */
interface Server {
  /** The server that the system property {@code tig.server} calls by this name. */
  static Server named(String name) {
    return switch (name) {
      case "cluster" -> new Cluster();
      case "glassfish" -> new GlassFish("GlassFish");
      case "jetty" -> new Jetty();
      case "openliberty" -> new OpenLiberty();
      case "payara" -> new GlassFish("Payara");
      case "standalone" -> new StandAlone();
      case "tomcat" -> new Tomcat("Tomcat");
      case "tomee" -> new Tomcat("TomEE");
      case "wildfly" -> new WildFly();
      default -> throw new IllegalArgumentException("no server is called " + name);
    };
  }

  /** The heading of its part of docs/servers.md, without the version. */
  String heading();

  /** What its row of docs/servers.md calls it that the page's heading calls so. */
  default String title(String page) {
    return page;
  }

  /** These commands, changed as the page says for this context path. */
  default String at(String contextPath, String commands) {
    return contextPath.equals("/")
        ? commands
        : commands.replace("ROOT.", contextPath.substring(1) + ".");
  }

  /**
   * The variables that make the server listen on this port and have a heap of 256 MiB.
   *
   * @param more gives free ports, for all else that the server listens on
   * @param directory where the commands run
   */
  Map<String, String> environment(int port, IntSupplier more, Path directory);

  /** A path, under the application's, that the application refuses once tests may begin. */
  default String refusal() {
    return "0".repeat(64) + ".tig";
  }

  /**
   * How many deployments of the past the server's own threads keep from being unloaded, however
   * many there were.
   */
  default int remembered() {
    return 0;
  }
}
