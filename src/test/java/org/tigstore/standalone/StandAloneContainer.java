package org.tigstore.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jboss.arquillian.container.jetty.embedded_11.JettyEmbeddedConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jspecify.annotations.Nullable;

/** Deploying is starting a process, and undeploying is telling it to end. */
public class StandAloneContainer implements DeployableContainer<JettyEmbeddedConfiguration> {
  private @Nullable TigProcess process;

  @Override
  public Class<JettyEmbeddedConfiguration> getConfigurationClass() {
    return JettyEmbeddedConfiguration.class;
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
      TigProcess started = start(contextPath);
      process = started;
      URI address = started.awaitAddress();
      HTTPContext context = new HTTPContext(address.getHost(), address.getPort());
      context.add(new Servlet("tig", contextPath));
      return new ProtocolMetaData().addContext(context);
    } catch (IOException e) {
      throw new DeploymentException("the process was not started", e);
    }
  }

  private static TigProcess start(String contextPath) throws IOException {
    return TigProcess.start(
        Path.of(System.getProperty("tig.java", TigProcess.thisJava().toString())),
        List.of(),
        "--port",
        "0",
        "--data",
        System.getProperty("tig.data"),
        "--sweep-interval",
        System.getProperty("tig.sweepInterval"),
        "--context-path",
        contextPath);
  }

  @Override
  public void undeploy(Archive<?> archive) throws DeploymentException {
    TigProcess started = process;
    if (started == null) {
      return;
    }
    try (started) {
      started.terminate();
      int code = started.awaitEnd();
      if (code != 0) {
        throw new DeploymentException("the process ended with " + code);
      }
    } catch (IOException e) {
      throw new DeploymentException("the process was not ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeploymentException("the process was not ended", e);
    }
  }
}
