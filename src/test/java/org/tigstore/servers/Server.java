package org.tigstore.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server that the tests can run on. The scripts that install, run and redeploy it are in the
 * directory of its name under {@code config}, or under {@code src/test/servers} if only tests need
 * them.
 *
 * @param title what docs/servers.md calls it
 * @param version finds its version in its log
 * @param variables those of the environment that limit its heap to 256 MiB and name its ports, of
 *     which {@code {port}} is the one of HTTP
 */
record Server(String name, String title, String version, List<String> variables) {
  private static final String NO_VERSION = "(?!)";

  /** The server that the system property {@code tig.server} names. */
  static Server underTest() {
    return named(System.getProperty("tig.server"));
  }

  /** The server of this name. */
  static Server named(String name) {
    return switch (name) {
      case "cluster" ->
          server(
              name,
              "Stand-alone, through a node that has nothing",
              NO_VERSION,
              "JAVA_TOOL_OPTIONS=-Xmx256m",
              "TIG_PORT={port}",
              "HOLDER_PORT={free}");
      case "glassfish" -> glassFish(name, "GlassFish", "GlassFish +(\\d\\S*)");
      case "jetty" ->
          server(
              name, "Jetty", "jetty-(\\d\\S*);", "JAVA_TOOL_OPTIONS=-Xmx256m", "JETTY_PORT={port}");
      case "jetty-maven" ->
          server(
              name,
              "`mvn jetty:run`, Jetty",
              "jetty-(\\d\\S*);",
              "MAVEN_OPTS=-Xmx256m",
              "TIG_PORT={port}");
      case "openliberty" ->
          server(
              name,
              "Open Liberty",
              "Open Liberty (\\d[^/]*)/",
              "JVM_ARGS=-Xmx256m",
              "TIG_PORT={port}");
      case "payara" -> glassFish(name, "Payara", "Payara Server +(\\d\\S*)");
      case "standalone" ->
          server(name, "Stand-alone", NO_VERSION, "JAVA_TOOL_OPTIONS=-Xmx256m", "TIG_PORT={port}");
      case "tomcat" -> tomcat(name, "Tomcat", "Tomcat/(\\d\\S*)");
      case "tomee" -> tomcat(name, "TomEE", "\\(TomEE\\)/\\S+ \\((\\S+)\\)");
      case "wildfly" ->
          server(
              name,
              "WildFly",
              "WildFly (\\d\\S*)",
              "JAVA_OPTS=-Xmx256m",
              "JBOSS_HTTP_PORT={port}",
              "JBOSS_HTTPS_PORT={free}",
              "JBOSS_MANAGEMENT_HTTP_PORT={free}");
      default -> throw new IllegalArgumentException("no server is called " + name);
    };
  }

  private static Server server(String name, String title, String version, String... variables) {
    return new Server(name, title, version, List.of(variables));
  }

  /** Of all variables with options of Java, this one alone outranks the domain's. */
  private static Server glassFish(String name, String title, String version) {
    return server(
        name,
        title,
        version,
        "_JAVA_OPTIONS=-Xmx256m",
        "HTTP_PORT={port}",
        "HTTPS_PORT={free}",
        "ADMIN_PORT={free}");
  }

  private static Server tomcat(String name, String title, String version) {
    return server(name, title, version, "CATALINA_OPTS=-Xmx256m -Dhttp.port={port}");
  }

  /** What docs/servers.md calls it, with the version that its log tells. */
  String title(String log) {
    Matcher found = Pattern.compile(version).matcher(log);
    return found.find() ? title + " " + found.group(1) : title;
  }

  /** The variables with which it listens on this port, and on free ones for all else. */
  Map<String, String> environment(int port, IntSupplier free) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables) {
      String[] parts = variable.split("=", 2);
      environment.put(
          parts[0],
          parts[1]
              .replace("{port}", Integer.toString(port))
              .replace("{free}", Integer.toString(free.getAsInt())));
    }
    return environment;
  }

  /** Its script for this purpose, such as {@code install}, if there is one. */
  Optional<Path> script(String purpose) {
    return Stream.of("config", "src/test/servers")
        .map(parent -> Path.of(parent, name, purpose + ".sh").toAbsolutePath())
        .filter(Files::exists)
        .findFirst();
  }

  /**
   * A path, under the application's and open to everybody, that the application refuses once tests
   * may begin: a node of a cluster that has nothing says that it is not ready.
   */
  String refusal() {
    return name.equals("cluster") ? "health/ready" : "health/nothing";
  }

  /**
   * How many deployments of the past the server's own threads keep from being unloaded, however
   * many there were. The threads of WildFly's pools remember the first task that they ran: two for
   * requests and up to ten for timers stay when there is nothing to do.
   */
  int remembered() {
    return name.equals("wildfly") ? 12 : 0;
  }
}
