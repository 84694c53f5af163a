package org.tigstore.process;

import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.webapp.WebAppContext;
import org.eclipse.jetty.xml.XmlConfiguration;

/** A process that serves the shipped WAR with the shipped configuration, and says on which port. */
final class EmbeddedServer {
  /** Long enough for a slow machine to come back to a connection that it left idle. */
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

  private EmbeddedServer() {}

  /** Takes the server's configuration file and the WAR. */
  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    new XmlConfiguration(Resource.newResource(Path.of(arguments[0]))).configure(server);
    WebAppContext application = new WebAppContext(arguments[1], "/");
    application.setThrowUnavailableOnStartupException(true);
    server.setHandler(application);
    server.setStopAtShutdown(true);
    ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    server.start();
    System.out.println("listening on " + connector.getLocalPort());
    server.join();
  }
}
