package org.tigstore.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * A server that the tests can run on. The scripts that install, run and redeploy it are in the
 * directory of its name under {@code config}, or under {@code src/test/servers} if only tests need
 * them.
 *
 * @param variables the environment that limits its heap to 256 MiB and sets its ports; {@code
 *     {port}} is the one of HTTP
 */
record Server(String name, List<String> variables) {
  /** The server that the system property {@code tig.server} names. */
  static Server underTest() {
    String name = System.getProperty("tig.server");
    return switch (name) {
      case "cluster" ->
          server(name, "JAVA_TOOL_OPTIONS=-Xmx256m", "TIG_PORT={port}", "HOLDER_PORT={free}");
      // Of all variables with options of Java, this one alone outranks the domain's.
      case "glassfish", "payara" ->
          server(
              name,
              "_JAVA_OPTIONS=-Xmx256m",
              "HTTP_PORT={port}",
              "HTTPS_PORT={free}",
              "ADMIN_PORT={free}");
      case "jetty" -> server(name, "JAVA_TOOL_OPTIONS=-Xmx256m", "JETTY_PORT={port}");
      case "jetty-maven" -> server(name, "MAVEN_OPTS=-Xmx256m", "TIG_PORT={port}");
      case "openliberty" -> server(name, "JVM_ARGS=-Xmx256m", "TIG_PORT={port}");
      case "standalone" -> server(name, "JAVA_TOOL_OPTIONS=-Xmx256m", "TIG_PORT={port}");
      case "tomcat", "tomee" -> server(name, "CATALINA_OPTS=-Xmx256m -Dhttp.port={port}");
      case "wildfly" ->
          server(
              name,
              "JAVA_OPTS=-Xmx256m",
              "JBOSS_HTTP_PORT={port}",
              "JBOSS_HTTPS_PORT={free}",
              "JBOSS_MANAGEMENT_HTTP_PORT={free}");
      default -> throw new IllegalArgumentException("no server is called " + name);
    };
  }

  private static Server server(String name, String... variables) {
    return new Server(name, List.of(variables));
  }

  /** Its variables, with this port for HTTP and free ones for all else. */
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

  /** The command that runs a script of config/security for this server, with its arguments. */
  String securing(String scriptAndArguments) {
    return "bash -e $TIG/config/security/" + name + "/" + scriptAndArguments + "\n";
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
