package org.tigstore.http;

import org.eclipse.jetty.webapp.WebAppContext;
import org.jboss.arquillian.container.jetty.embedded_11.WebAppContextProcessor;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;

/**
 * Lets embedded Jetty deploy as servers do: {@code ROOT.war} at the root, others under their name.
 */
public class EmbeddedJettyContextPath implements LoadableExtension, WebAppContextProcessor {
  @Override
  public void register(ExtensionBuilder builder) {
    builder.service(WebAppContextProcessor.class, EmbeddedJettyContextPath.class);
  }

  @Override
  public void process(WebAppContext context, Archive<?> archive) {
    String name = archive.getName().replaceFirst("\\.war$", "");
    context.setContextPath(name.equals("ROOT") ? "/" : "/" + name);
  }
}
