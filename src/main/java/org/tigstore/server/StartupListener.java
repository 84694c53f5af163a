package org.tigstore.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;
import org.tigstore.web.Filters;

/**
 * Connects the web application with the node: the EJB container's where there is one, else one that
 * lives and dies with the application.
 */
public class StartupListener implements ServletContextListener {
  private static final System.Logger LOG = System.getLogger(StartupListener.class.getName());
  private static final String BEAN = "java:module/StoreBean";

  private @Nullable TimedNode own;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    Filters.addTo(event.getServletContext());
    node().services().publish(event.getServletContext());
  }

  @SuppressWarnings("BanJNDI") // The name is a constant.
  private Node node() {
    try {
      Node node = InitialContext.<StoreBean>doLookup(BEAN).node();
      LOG.log(INFO, "the EJB container runs the store and its timer");
      return node;
    } catch (NamingException e) {
      LOG.log(INFO, "the application runs the store and its timer: no EJB container here");
      LOG.log(DEBUG, "looking for one failed", e);
      own = TimedNode.start();
      return own.node();
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (own != null) {
      try {
        own.close();
      } catch (IOException e) {
        LOG.log(ERROR, "the store was not closed", e);
        throw new UncheckedIOException(e);
      }
    }
  }
}
