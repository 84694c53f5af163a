package org.tigstore.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.tigstore.block.BlockName;
import org.tigstore.block.Listing;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** The application's root: seals bodies, lists blocks. */
@Path("/")
public class RootResource {
  @Context private HttpServletRequest request;

  /** Seals the body and answers with its path. */
  @PUT
  public Response put(InputStream body) throws IOException {
    Query query = Query.of(request);
    RequestFields fields = new RequestFields(request);
    if (query.isOn(Parameters.APPEND)
        || query.isOn(Parameters.SETIFNOT)
        || fields.preconditions().given()) {
      throw new RefusedException(
          Refusal.MALFORMED, "append, setifnot and preconditions need the path of a block");
    }
    Exchange exchange = Exchange.of(request);
    BlockName name =
        Services.of(request)
            .writes(request)
            .seal(fields.body(body), exchange.caller().mayReplace());
    exchange.sealedAs(name);
    return Paths.of(request, query).answer(name);
  }

  /** As {@link #put}. */
  @POST
  public Response post(InputStream body) throws IOException {
    return put(body);
  }

  /** Lists every block's path, a line each, newest first; of every node if that is asked for. */
  @GET
  public Response list() throws IOException {
    Query query = Query.of(request);
    Paths paths = Paths.of(request, query);
    Listing names =
        Services.of(request)
            .nodes()
            .list(Exchange.of(request).caller(), query.isOn(Parameters.ALL));
    StreamingOutput lines = caller -> write(names, paths, caller);
    return Response.ok(lines, MediaType.TEXT_PLAIN_TYPE).build();
  }

  private static void write(Listing names, Paths paths, OutputStream caller) throws IOException {
    OutputStream buffer = new BufferedOutputStream(caller);
    try (names) {
      while (names.hasNext()) {
        buffer.write((paths.show(names.next()) + "\n").getBytes(UTF_8));
      }
      buffer.flush();
    } catch (UncheckedIOException e) {
      throw new BrokenOffException(new IOException(e));
    }
  }

  /** As {@link #list}, without looking for blocks. */
  @HEAD
  public Response head() {
    return Response.ok().type(MediaType.TEXT_PLAIN_TYPE).build();
  }
}
