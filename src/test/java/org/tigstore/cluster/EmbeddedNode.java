package org.tigstore.cluster;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.tigstore.access.AccessPolicy;
import org.tigstore.access.ApiKey;
import org.tigstore.access.Caller;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Listing;
import org.tigstore.protocol.Reach;
import org.tigstore.web.PlainReadFilter;
import org.tigstore.web.RawRequestFilter;
import org.tigstore.web.Services;
import org.tigstore.web.TigApplication;

/** A node in the process of the tests, on its own and without a key, over any store. */
final class EmbeddedNode {
  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final ServletContextHandler context = new ServletContextHandler(server, "/");

  private EmbeddedNode() {
    for (var filter : List.of(RawRequestFilter.class, PlainReadFilter.class)) {
      context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    }
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
    new Services(new OneStore(store), new AccessPolicy(none), retention)
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
    public Optional<String> notReady() {
      return Optional.empty();
    }
  }
}
