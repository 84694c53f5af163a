package org.tigstore.cluster;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.tigstore.access.AccessMode;
import org.tigstore.access.AccessPolicy;
import org.tigstore.access.ApiKey;
import org.tigstore.access.Caller;
import org.tigstore.access.FailureThrottle;
import org.tigstore.access.Proxies;
import org.tigstore.access.RequestLimits;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Listing;
import org.tigstore.protocol.Reach;
import org.tigstore.web.Filters;
import org.tigstore.web.Services;
import org.tigstore.web.TigApplication;

/** A node in the process of the tests, on its own and without a key, over any store. */
final class EmbeddedNode {
  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final ServletContextHandler context = new ServletContextHandler("/");

  private EmbeddedNode() {
    server.setHandler(context);
    context.addEventListener(
        new ServletContextListener() {
          @Override
          public void contextInitialized(ServletContextEvent event) {
            Filters.addTo(event.getServletContext());
          }
        });
    ResourceConfig application = ResourceConfig.forApplication(new TigApplication());
    context.addServlet(new ServletHolder(new ServletContainer(application)), "/*");
  }

  /** Listens from now on; serves a store once it has one. */
  static EmbeddedNode start() throws Exception {
    EmbeddedNode node = new EmbeddedNode();
    node.server.start();
    return node;
  }

  /** Serves this store from now on. */
  void serve(BlockStore store, Duration retention) {
    ApiKey none = new ApiKey(Path.of("no-such-file"), Optional.empty());
    new Services(
            new OneStore(store),
            new Services.Entrance(
                new Proxies(List.of(), Optional.empty(), Optional.empty()),
                new RequestLimits(0, 0),
                new AccessPolicy(AccessMode.KEY, none, false),
                List.of(),
                List.of(),
                FailureThrottle.ofWrongKeys(),
                FailureThrottle.ofMisses(0)),
            outcome -> {},
            new Untold(),
            retention)
        .publish(context.getServletContext());
  }

  /** Where it listens. */
  PeerAddress address() {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new PeerAddress("http", loopback.getHostAddress(), loopback, port, "");
  }

  void stop() throws Exception {
    server.stop();
  }

  private record Untold() implements Services.Monitor {
    @Override
    public String version() {
      return "";
    }

    @Override
    public String metrics() {
      return "";
    }
  }

  private record OneStore(BlockStore store) implements Services.Nodes {
    @Override
    public Reach reach(Caller caller) {
      return Reach.within(store);
    }

    @Override
    public Listing list(Caller caller, boolean all) throws IOException {
      return Listing.of(store.newestFirst());
    }

    @Override
    public boolean isPeer(String address) {
      return true;
    }

    @Override
    public Optional<String> notReady() {
      return Optional.empty();
    }
  }
}
