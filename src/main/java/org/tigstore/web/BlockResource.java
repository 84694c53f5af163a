package org.tigstore.web;

import jakarta.servlet.ServletContext;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.tigstore.access.Operation;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;
import org.tigstore.protocol.ByteRange;
import org.tigstore.protocol.Preconditions;
import org.tigstore.protocol.Representation;
import org.tigstore.protocol.Writes;

/**
 * One block: reads, writes, takes and deletes it. Any other path that reaches it names no block.
 */
@Path("/{name: [\\s\\S]+}")
public class BlockResource {
  @Context private ServletContext servletContext;
  @Context private HttpServletRequest request;
  @Context private HttpHeaders headers;

  /** Reads the block, or what an index names, or takes a slot. */
  @GET
  @Needs(Operation.READ)
  public Response get(@PathParam("name") String text) throws IOException {
    BlockName name = name(text, Refusal.MISSING);
    Query query = Query.of(request);
    Preconditions preconditions = new RequestFields(headers).preconditions();
    String mediaType = MediaTypes.of(query);
    if (query.isOn(Parameters.TAKE)) {
      refuseTogether(query.isOn(Parameters.BURST), "take and burst");
      Representation taken = services().writes().take(name, preconditions.forChange());
      return answered(taken, mediaType, BlockAnswer::taken);
    }
    Touch touch = query.isOff(Parameters.CHTIMES) ? Touch.LEAVE : Touch.RESTART;
    return answered(
        read(name, query, touch),
        mediaType,
        answer ->
            preconditions.notModified(answer.representation())
                ? closed(answer, answer.notModified())
                : wholeOrPart(answer));
  }

  /** Reads like {@link #get}, without bytes and without touching. */
  @HEAD
  @Needs(Operation.READ)
  public Response head(@PathParam("name") String text) throws IOException {
    BlockName name = name(text, Refusal.MISSING);
    Query query = Query.of(request);
    Preconditions preconditions = new RequestFields(headers).preconditions();
    String mediaType = MediaTypes.of(query);
    return answered(
        read(name, query, Touch.LEAVE),
        mediaType,
        answer ->
            closed(
                answer,
                preconditions.notModified(answer.representation())
                    ? answer.notModified()
                    : answer.head()));
  }

  private Representation read(BlockName name, Query query, Touch touch) throws IOException {
    return query.isOn(Parameters.BURST)
        ? services().reads().burst(name, touch)
        : services().reads().read(name, touch);
  }

  @FunctionalInterface
  private interface Answering {
    Response to(BlockAnswer answer) throws IOException;
  }

  /** An answer with what was read, which is closed if there is to be none. */
  private Response answered(Representation representation, String mediaType, Answering answering)
      throws IOException {
    boolean answered = false;
    try {
      Response response = answering.to(answer(representation, mediaType));
      answered = true;
      return response;
    } finally {
      if (!answered) {
        representation.close();
      }
    }
  }

  private static Response closed(BlockAnswer answer, Response response) throws IOException {
    answer.representation().close();
    return response;
  }

  private BlockAnswer answer(Representation representation, String mediaType) {
    return new BlockAnswer(representation, mediaType, services().retention());
  }

  private Response wholeOrPart(BlockAnswer answer) throws IOException {
    RequestFields fields = new RequestFields(headers);
    Optional<String> range = fields.range();
    // A date in If-Range matches nothing, as blocks have no date of modification.
    boolean wanted = fields.ifRange().isEmpty() || fields.ifRange().equals(answer.entityTag());
    if (range.isEmpty() || !wanted) {
      return answer.whole();
    }
    long length = answer.representation().content().length();
    return ByteRange.parse(range.get(), length).map(answer::part).orElseGet(answer::whole);
  }

  /** Writes the slot. */
  @PUT
  @Needs(Operation.CHANGE)
  public Response put(@PathParam("name") String text, InputStream body) throws IOException {
    BlockName name = name(text, Refusal.MALFORMED);
    Query query = Query.of(request);
    RequestFields fields = new RequestFields(headers);
    boolean append = query.isOn(Parameters.APPEND);
    boolean setIfNot = query.isOn(Parameters.SETIFNOT);
    refuseTogether(append && setIfNot, "append and setifnot");
    refuseTogether(setIfNot && fields.preconditions().given(), "setifnot and preconditions");
    services()
        .writes()
        .write(
            name,
            fields.body(body),
            fields.digests(),
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
    services().writes().delete(name, new RequestFields(headers).preconditions().forChange());
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

  private static void refuseTogether(boolean together, String what) throws RefusedException {
    if (together) {
      throw new RefusedException(Refusal.MALFORMED, what + " cannot be combined");
    }
  }

  private Services services() {
    return Services.of(servletContext);
  }
}
