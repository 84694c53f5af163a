package org.tigstore.servers;

import java.io.IOException;
import java.util.Objects;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jspecify.annotations.Nullable;

/**
 * Has the WAR deployed by a server's scripts. The server runs until a test needs the WAR under
 * another path.
 */
public class ServerContainer implements DeployableContainer<ServerConfiguration> {
  private static @Nullable ServerProcess running;

  /** The server that the tests run on. */
  public static ServerProcess running() {
    return Objects.requireNonNull(running, "no server is running");
  }

  @Override
  public Class<ServerConfiguration> getConfigurationClass() {
    return ServerConfiguration.class;
  }

  @Override
  public ProtocolDescription getDefaultProtocol() {
    return new ProtocolDescription("Servlet 6.0");
  }

  @Override
  public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
    String name = archive.getName().replaceFirst("\\.war$", "");
    String contextPath = name.equals("ROOT") ? "/" : "/" + name;
    try {
      ServerProcess server = runningAt(contextPath);
      HTTPContext context = new HTTPContext(server.address().getHost(), server.address().getPort());
      context.add(new Servlet("tig", contextPath));
      return new ProtocolMetaData().addContext(context);
    } catch (IOException e) {
      throw new DeploymentException("the server was not started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeploymentException("the server was not started", e);
    }
  }

  private static ServerProcess runningAt(String contextPath)
      throws IOException, InterruptedException {
    ServerProcess before = running;
    if (before != null && before.address().getPath().equals(contextPath)) {
      return before;
    }
    stopRunning();
    ServerProcess started = ServerProcess.start(Server.underTest(), contextPath);
    running = started;
    return started;
  }

  /** Stops the server that the tests run on; the next test that needs it starts it anew. */
  static void stopRunning() throws IOException, InterruptedException {
    ServerProcess before = running;
    running = null;
    if (before != null) {
      before.stop();
    }
  }

  /** The next test may need the WAR where it is. */
  @Override
  public void undeploy(Archive<?> archive) {}

  @Override
  public void stop() throws LifecycleException {
    try {
      stopRunning();
    } catch (IOException e) {
      throw new LifecycleException("the server was not stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LifecycleException("the server was not stopped", e);
    }
  }
}
