package org.tigstore.web;

import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.IoAction;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;
import org.tigstore.protocol.ByteRange;
import org.tigstore.protocol.Preconditions;
import org.tigstore.protocol.Reads;
import org.tigstore.protocol.Representation;
import org.tigstore.protocol.Writes;

/** One block: reads, writes, takes and deletes it. Its name may have escapes in the path. */
@Path("/{name: [0-9A-Fa-fgit.%]+}")
@Singleton
public class BlockResource {
  /** Reads the block, or what an index names, or takes a slot. */
  @GET
  public Answer get() throws IOException {
    Call call = Call.current();
    BlockName name = call.name().orElseThrow();
    Preconditions preconditions = call.preconditions();
    String mediaType = MediaTypes.of(call.query());
    if (call.query().isOn(Query.TAKE)) {
      call.query().refuseTogether(Query.TAKE, Query.BURST);
      Representation taken = call.writes().take(name, preconditions.forChange());
      return answer(taken, mediaType, call).taken();
    }
    Touch touch = call.query().isOff(Query.CHTIMES) ? Touch.KEEP : Touch.RENEW;
    Representation read = read(call, touch);
    return IoAction.closingOnFailure(
        read,
        () -> {
          BlockAnswer answer = answer(read, mediaType, call);
          return preconditions.notModified(read) ? answer.notModified() : wholeOrPart(answer, call);
        });
  }

  /** Answers like {@link #get}, without bytes, and neither touches nor takes. */
  @HEAD
  public Answer head() throws IOException {
    Call call = Call.current();
    Preconditions preconditions = call.preconditions();
    String mediaType = MediaTypes.of(call.query());
    if (call.query().isOn(Query.TAKE)) {
      call.query().refuseTogether(Query.TAKE, Query.BURST);
      BlockName name = call.name().orElseThrow();
      Representation taken = call.writes().wouldTake(name, preconditions.forChange());
      return answer(taken, mediaType, call).takenHead();
    }
    call.query().check(Query.CHTIMES);
    Representation read = read(call, Touch.KEEP);
    return IoAction.closingOnFailure(
        read,
        () -> {
          BlockAnswer answer = answer(read, mediaType, call);
          return preconditions.notModified(read) ? answer.notModified() : answer.head();
        });
  }

  private static Representation read(Call call, Touch touch) throws IOException {
    BlockName name = call.name().orElseThrow();
    Reads reads = call.reads();
    return call.query().isOn(Query.BURST) ? reads.burst(name, touch) : reads.read(name, touch);
  }

  private static BlockAnswer answer(Representation read, String mediaType, Call call) {
    return new BlockAnswer(read, mediaType, call.services().retention(), call.progress());
  }

  private static Answer wholeOrPart(BlockAnswer answer, Call call) throws RefusedException {
    Optional<String> range = call.field("Range");
    if (range.isEmpty()) {
      return answer.whole();
    }
    // A date in If-Range matches nothing, as blocks have no date of modification.
    Optional<String> ifRange = call.field("If-Range");
    if (ifRange.isPresent() && !ifRange.equals(answer.entityTag())) {
      return answer.whole();
    }
    long length = answer.representation().content().length();
    return ByteRange.parse(range.get(), length).map(answer::part).orElseGet(answer::whole);
  }

  /** Writes the slot. */
  @PUT
  public Answer put(InputStream body) throws IOException {
    Call call = Call.current();
    BlockName name = call.name().orElseThrow();
    Preconditions preconditions = call.preconditions();
    boolean append = call.query().isOn(Query.APPEND);
    boolean setIfNot = call.query().isOn(Query.SETIFNOT);
    call.query().refuseTogether(Query.APPEND, Query.SETIFNOT);
    if (setIfNot && preconditions.given()) {
      throw new RefusedException(
          Refusal.MALFORMED, "setifnot and preconditions cannot be combined");
    }
    call.writes()
        .write(
            name,
            call.body(body),
            append ? Writes.Mode.APPEND : Writes.Mode.REPLACE,
            setIfNot ? Condition.VACANT : preconditions.forChange());
    return call.path(name);
  }

  /** As {@link #put}. */
  @POST
  public Answer post(InputStream body) throws IOException {
    return put(body);
  }

  /** Deletes the slot. */
  @DELETE
  public Answer delete() throws IOException {
    Call call = Call.current();
    BlockName name = call.name().orElseThrow();
    call.writes().delete(name, call.preconditions().forChange());
    return call.path(name);
  }
}
