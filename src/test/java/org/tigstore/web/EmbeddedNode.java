package org.tigstore.web;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.tigstore.access.AccessMode;
import org.tigstore.access.AccessPolicy;
import org.tigstore.access.ApiKey;
import org.tigstore.access.Caller;
import org.tigstore.access.FailureThrottle;
import org.tigstore.access.Network;
import org.tigstore.access.Proxies;
import org.tigstore.access.RequestLimits;
import org.tigstore.access.Secret;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Listing;
import org.tigstore.protocol.RequestStores;

/** The web application in the process of the tests, on a free port, and a client of it. */
public final class EmbeddedNode {
  /** The field in which a trusted proxy names the user. */
  static final String USER = "X-User";

  /** The field in which a trusted proxy lists the user's roles. */
  static final String ROLES = "X-Roles";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final ServletContextHandler context = new ServletContextHandler("/");
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private EmbeddedNode(ServletContextListener application) {
    server.setHandler(context);
    context.addEventListener(application);
    ResourceConfig resources = ResourceConfig.forApplication(new TigApplication());
    context.addServlet(new ServletHolder(new ServletContainer(resources)), "/*");
  }

  /** Starts a node that has no store yet. */
  public static EmbeddedNode start() throws Exception {
    return start(
        new ServletContextListener() {
          @Override
          public void contextInitialized(ServletContextEvent event) {
            Gate.addTo(event.getServletContext());
          }
        });
  }

  /** Starts the application that this listener assembles. */
  public static EmbeddedNode start(ServletContextListener application) throws Exception {
    EmbeddedNode node = new EmbeddedNode(application);
    node.server.start();
    return node;
  }

  /** Serves this store to everybody from now on. */
  public void serve(BlockStore store, Duration retention) {
    AccessPolicy open = policy(AccessMode.KEY, Optional.empty());
    serve(store, retention, rules(open, List.of()), outcome -> {});
  }

  /** Serves this store under these rules from now on, and reports every request. */
  void serve(
      BlockStore store,
      Duration retention,
      Services.AccessRules rules,
      Services.Observer observer) {
    serve(services(store, retention, rules, observer, true));
  }

  /** Answers with these services from now on. */
  void serve(Services services) {
    services.publish(context.getServletContext());
  }

  /** What requests for the blocks of this store are answered with; the page is there. */
  static Services services(
      BlockStore store,
      Duration retention,
      Services.AccessRules rules,
      Services.Observer observer,
      boolean fastPath) {
    return new Services(
        new OneStore(store), rules, observer, new NoFigures(), retention, fastPath, true);
  }

  /** The policy of this mode with this API key, or none. */
  static AccessPolicy policy(AccessMode mode, Optional<String> key) {
    return new AccessPolicy(mode, new ApiKey(Path.of("no-such-file"), key.map(Secret::new)), false);
  }

  /** Rules without any limits; this machine is a trusted proxy. */
  static Services.AccessRules rules(AccessPolicy access, List<String> origins) {
    return new Services.AccessRules(
        new Proxies(List.of(Network.parse("127.0.0.1")), Optional.of(USER), Optional.of(ROLES)),
        new RequestLimits(0, 0),
        access,
        List.of(),
        origins,
        FailureThrottle.ofWrongKeys(),
        FailureThrottle.ofMisses(0));
  }

  /** Where the node listens. */
  public URI address() {
    return server.getURI();
  }

  /** Sends a request with header fields, names and values in turns. */
  public HttpResponse<String> send(String method, String path, String body, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address().resolve(path))
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Stops the node. */
  public void stop() throws Exception {
    server.stop();
  }

  private record NoFigures() implements Services.Monitor {
    @Override
    public String version() {
      return "1.2.3";
    }

    @Override
    public String metrics() {
      return "";
    }

    @Override
    public String status() {
      return "{}";
    }
  }

  private record OneStore(BlockStore store) implements Services.Nodes {
    @Override
    public RequestStores stores(Caller caller) {
      return RequestStores.within(store);
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
