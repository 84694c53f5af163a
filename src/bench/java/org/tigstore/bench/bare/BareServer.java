package org.tigstore.bench.bare;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * The least that a PUT takes on the same Jetty: reads the body, hashes it, writes a temporary file
 * that was not there, renames it, answers with its path. By a servlet, or by a JAX-RS resource: the
 * ceilings of what tig can reach. Takes the mode, a directory and a port.
 */
public final class BareServer {
  private static final int RECEIVED_AT_ONCE_BYTES = 64 * 1024;

  private final java.nio.file.Path directory;
  private final AtomicLong numbers = new AtomicLong();

  private BareServer(java.nio.file.Path directory) {
    this.directory = directory;
  }

  /** Serves until the process ends. */
  public static void main(String[] arguments) throws Exception {
    BareServer bare = new BareServer(java.nio.file.Path.of(arguments[1]));
    Server server = new Server();
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    http.setInputBufferSize(RECEIVED_AT_ONCE_BYTES);
    ServerConnector connector = new ServerConnector(server, http);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(arguments[2]));
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(
        arguments[0].equals("servlet")
            ? new ServletHolder(new BareServlet(bare))
            : new ServletHolder(
                new ServletContainer(new ResourceConfig().register(new BareResource(bare)))),
        "/*");
    server.setHandler(context);
    server.start();
    server.join();
  }

  private String store(InputStream body, int length) throws IOException {
    byte[] bytes = body.readNBytes(length);
    String name = HexFormat.of().formatHex(sha256().digest(bytes)) + ".tig";
    java.nio.file.Path temporary = directory.resolve("upload-" + numbers.incrementAndGet());
    try (FileChannel file = FileChannel.open(temporary, CREATE_NEW, WRITE)) {
      file.write(ByteBuffer.wrap(bytes));
    }
    Files.move(temporary, directory.resolve(name), ATOMIC_MOVE);
    return "/" + name;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class BareServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final transient BareServer bare;

    BareServlet(BareServer bare) {
      this.bare = bare;
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      byte[] path =
          bare.store(request.getInputStream(), request.getContentLength()).getBytes("US-ASCII");
      response.setContentType("text/plain");
      response.setContentLength(path.length);
      response.getOutputStream().write(path);
    }
  }

  /** The same by JAX-RS: one object for all requests. */
  @Path("/")
  public static final class BareResource {
    private final BareServer bare;

    private BareResource(BareServer bare) {
      this.bare = bare;
    }

    /** Stores the body. */
    @PUT
    public String put(InputStream body) throws IOException {
      return bare.store(body, Integer.MAX_VALUE);
    }
  }
}
