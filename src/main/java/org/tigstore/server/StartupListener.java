package org.tigstore.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;
import org.tigstore.web.Gate;

/**
 * Starts the node with the web application, over the EJB container's store where there is one, else
 * over a store that lives and dies with the application.
 */
public class StartupListener implements ServletContextListener {
  private static final System.Logger LOG = System.getLogger(StartupListener.class.getName());
  private static final String BEAN = "java:module/StoreBean";

  private @Nullable Closeable running;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    Gate.addTo(event.getServletContext());
    node().services().publish(event.getServletContext());
  }

  @SuppressWarnings("BanJNDI") // The name is a constant.
  private Node node() {
    try {
      StoreService store = InitialContext.doLookup(BEAN);
      Node node = Node.over(new DirectReads(store.directly(), store), store.settings());
      NodeThread thread = NodeThread.start(node, true);
      running = thread;
      store.onTimer(thread::sweep);
      LOG.log(INFO, "the EJB container runs the store and its timer");
      return node;
    } catch (NamingException e) {
      LOG.log(INFO, "the application runs the store and its timer: no EJB container here");
      LOG.log(DEBUG, "the lookup failed", e);
      Node node = Node.start();
      running = NodeThread.start(node, false);
      return node;
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (running != null) {
      try {
        running.close();
      } catch (IOException e) {
        LOG.log(ERROR, "the node did not shut down cleanly", e);
        throw new UncheckedIOException(e);
      }
    }
  }
}
