package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.Writes;

/** One block: reads, writes, takes and deletes it. Only blocks' paths get here. */
@Path("/{name: [\\s\\S]+}")
public class BlockResource {
  @Context private HttpServletRequest request;

  /** Reads the block, or what an index names, or takes a slot. */
  @GET
  public Response get() throws IOException {
    return reading().get().toResponse();
  }

  /** Reads like {@link #get}, without bytes and without touching. */
  @HEAD
  public Response head() throws IOException {
    return reading().head().toResponse();
  }

  private BlockReading reading() {
    return new BlockReading(request, services());
  }

  /** Writes the slot. */
  @PUT
  public Response put(InputStream body) throws IOException {
    BlockName name = Exchange.of(request).name();
    Query query = Query.of(request);
    RequestFields fields = new RequestFields(request);
    boolean append = query.isOn(Parameters.APPEND);
    boolean setIfNot = query.isOn(Parameters.SETIFNOT);
    query.refuseTogether(Parameters.APPEND, Parameters.SETIFNOT);
    if (setIfNot && fields.preconditions().given()) {
      throw new RefusedException(
          Refusal.MALFORMED, "setifnot and preconditions cannot be combined");
    }
    services()
        .writes(request)
        .write(
            name,
            fields.body(body),
            append ? Writes.Mode.APPEND : Writes.Mode.REPLACE,
            setIfNot ? Condition.VACANT : fields.preconditions().forChange());
    return Paths.of(request, query).answer(name);
  }

  /** As {@link #put}. */
  @POST
  public Response post(InputStream body) throws IOException {
    return put(body);
  }

  /** Deletes the slot. */
  @DELETE
  public Response delete() throws IOException {
    BlockName name = Exchange.of(request).name();
    services().writes(request).delete(name, new RequestFields(request).preconditions().forChange());
    return Paths.of(request, Query.of(request)).answer(name);
  }

  private Services services() {
    return Services.of(request);
  }
}
