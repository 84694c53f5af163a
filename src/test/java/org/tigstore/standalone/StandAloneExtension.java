package org.tigstore.standalone;

import org.jboss.arquillian.container.jetty.embedded_11.JettyEmbeddedContainer;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Puts the stand-alone process in the place of the embedded server when a run asks for it. */
public class StandAloneExtension implements LoadableExtension {
  @Override
  public void register(ExtensionBuilder builder) {
    if ("standalone".equals(System.getProperty("tig.server"))) {
      builder.override(
          DeployableContainer.class, JettyEmbeddedContainer.class, StandAloneContainer.class);
    }
  }
}
