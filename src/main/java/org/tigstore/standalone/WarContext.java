package org.tigstore.standalone;

import static org.eclipse.jetty.ee10.servlet.ServletContextHandler.NO_SECURITY;
import static org.eclipse.jetty.ee10.servlet.ServletContextHandler.NO_SESSIONS;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.webapp.Configuration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.ee10.webapp.WebXmlConfiguration;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.glassfish.jersey.servlet.init.JerseyServletContainerInitializer;
import org.tigstore.web.Gate;
import org.tigstore.web.TigApplication;

/** The WAR as the embedded server sees it. */
final class WarContext {
  private WarContext() {}

  /** What the WAR's descriptor says, and its JAX-RS application, under this path. */
  static WebAppContext of(Path war, String contextPath) {
    WebAppContext context =
        new WebAppContext(contextPath, null, null, null, null, NO_SESSIONS | NO_SECURITY);
    context.setClassLoader(WarContext.class.getClassLoader());
    // The address that tig prints has no slash at its end.
    context.setAllowNullPathInContext(true);
    context.setThrowUnavailableOnStartupException(true);
    // LingeringHttp does.
    context.setAttribute(Gate.SERVER_DISCARDS, true);
    context.setDefaultsDescriptor(null);
    context.setConfigurations(new Configuration[] {new OwnDescriptor(war)});
    // As a server that looks for annotations would do, without the looking.
    context.addServletContainerInitializer(
        new JerseyServletContainerInitializer(), TigApplication.class);
    context.setErrorHandler(new PagesForAllMethods());
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    return context;
  }

  /** The WAR's descriptor, wherever the WAR is: Jetty does not open every path. */
  private static final class OwnDescriptor extends WebXmlConfiguration {
    private final Path war;

    OwnDescriptor(Path war) {
      this.war = war;
    }

    @Override
    protected Resource findWebXml(WebAppContext context) throws IOException {
      // "!/" ends the path of the file.
      String file = war.toUri().toString().replace("!", "%21");
      URL descriptor = new URL("jar:" + file + "!/WEB-INF/web.xml");
      return ResourceFactory.of(context).newMemoryResource(descriptor);
    }
  }

  /** Lets the descriptor's error page answer writes too. */
  private static final class PagesForAllMethods extends ErrorPageErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
      return true;
    }
  }
}
