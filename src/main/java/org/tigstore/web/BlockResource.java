package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.tigstore.access.Operation;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.Writes;

/**
 * One block: reads, writes, takes and deletes it. Any other path that reaches it names no block.
 */
@Path("/{name: [\\s\\S]+}")
public class BlockResource {
  @Context private HttpServletRequest request;

  /** Reads the block, or what an index names, or takes a slot. */
  @GET
  @Needs(Operation.READ)
  public Response get(@PathParam("name") String text) throws IOException {
    return reading().get(name(text, Refusal.MISSING)).toResponse();
  }

  /** Reads like {@link #get}, without bytes and without touching. */
  @HEAD
  @Needs(Operation.READ)
  public Response head(@PathParam("name") String text) throws IOException {
    return reading().head(name(text, Refusal.MISSING)).toResponse();
  }

  private BlockReading reading() {
    return new BlockReading(request, services());
  }

  /** Writes the slot. */
  @PUT
  @Needs(Operation.CHANGE)
  public Response put(@PathParam("name") String text, InputStream body) throws IOException {
    BlockName name = name(text, Refusal.MALFORMED);
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
  @Needs(Operation.CHANGE)
  public Response post(@PathParam("name") String text, InputStream body) throws IOException {
    return put(text, body);
  }

  /** Deletes the slot. */
  @DELETE
  @Needs(Operation.CHANGE)
  public Response delete(@PathParam("name") String text) throws IOException {
    BlockName name = name(text, Refusal.MISSING);
    services().writes(request).delete(name, new RequestFields(request).preconditions().forChange());
    return Paths.of(request, Query.of(request)).answer(name);
  }

  /** Tells the methods. */
  @OPTIONS
  @Needs(Operation.READ)
  public Response options() {
    return Response.noContent().allow(AllowedMethods.BLOCK).build();
  }

  private static BlockName name(String text, Refusal elseRefusal) throws RefusedException {
    return BlockName.parse(text)
        .orElseThrow(
            () ->
                new RefusedException(
                    elseRefusal, "a block's path is / and 64 digits of 0-9a-f and .tig"));
  }

  private Services services() {
    return Services.of(request);
  }
}
