package org.tigstore.standalone;

import static org.eclipse.jetty.ee10.servlet.ServletContextHandler.NO_SECURITY;
import static org.eclipse.jetty.ee10.servlet.ServletContextHandler.NO_SESSIONS;

import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.webapp.Configuration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.ee10.webapp.WebXmlConfiguration;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.glassfish.jersey.servlet.init.JerseyServletContainerInitializer;
import org.tigstore.web.TigApplication;

/** The WAR as the embedded server sees it. */
final class WarContext {
  private WarContext() {}

  /** What the WAR's descriptor says, and its JAX-RS application, under this path. */
  static WebAppContext of(Path war, String contextPath) {
    WebAppContext context =
        new WebAppContext(contextPath, null, null, null, null, NO_SESSIONS | NO_SECURITY);
    context.setBaseResource(ResourceFactory.of(context).newJarFileResource(war.toUri()));
    context.setClassLoader(WarContext.class.getClassLoader());
    // The address that tig prints has no slash at its end.
    context.setAllowNullPathInContext(true);
    context.setThrowUnavailableOnStartupException(true);
    context.setDefaultsDescriptor(null);
    context.setConfigurations(new Configuration[] {new WebXmlConfiguration()});
    // As a server that looks for annotations would do, without the looking.
    context.addServletContainerInitializer(
        new JerseyServletContainerInitializer(), TigApplication.class);
    context.setErrorHandler(new PagesForAllMethods());
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    return context;
  }

  /** Lets the descriptor's error page answer writes too. */
  private static final class PagesForAllMethods extends ErrorPageErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
      return true;
    }
  }
}
