package org.tigstore.http;

import org.jboss.arquillian.container.jetty.embedded_11.WebAppContextProcessor;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Teaches the adapter of the server that the tests run on what it does not know. */
public class ServerDeployments implements LoadableExtension {
  private static final String EMBEDDED_JETTY =
      "org.jboss.arquillian.container.jetty.embedded_11.WebAppContextProcessor";

  @Override
  public void register(ExtensionBuilder builder) {
    if (Validate.classExists(EMBEDDED_JETTY)) {
      builder.service(WebAppContextProcessor.class, EmbeddedJettyContextPath.class);
    }
  }
}
