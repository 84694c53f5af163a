package org.tigstore.http;

import org.eclipse.jetty.webapp.WebAppContext;
import org.jboss.arquillian.container.jetty.embedded_11.WebAppContextProcessor;
import org.jboss.shrinkwrap.api.Archive;

/**
 * Lets embedded Jetty deploy as servers do: {@code ROOT.war} at the root, others under their name.
 */
public class EmbeddedJettyContextPath implements WebAppContextProcessor {
  @Override
  public void process(WebAppContext context, Archive<?> archive) {
    String name = archive.getName().replaceFirst("\\.war$", "");
    context.setContextPath(name.equals("ROOT") ? "/" : "/" + name);
  }
}
