package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.Touch;
import org.tigstore.protocol.ByteRange;
import org.tigstore.protocol.Preconditions;
import org.tigstore.protocol.Reads;
import org.tigstore.protocol.Representation;

/**
 * The one place that reads blocks for GET and HEAD, whichever way the request came. For one
 * request.
 */
final class BlockReading {
  private final HttpServletRequest request;
  private final Services services;
  private final Query query;
  private final RequestFields fields;
  private final Exchange exchange;

  BlockReading(HttpServletRequest request, Services services) {
    this.request = request;
    this.services = services;
    this.query = Query.of(request);
    this.fields = new RequestFields(request);
    this.exchange = Exchange.of(request);
  }

  /** Reads the block, or what an index names, or takes a slot. */
  Answer get() throws IOException {
    BlockName name = exchange.name();
    Preconditions preconditions = fields.preconditions();
    String mediaType = MediaTypes.of(query);
    if (query.isOn(Parameters.TAKE)) {
      query.refuseTogether(Parameters.TAKE, Parameters.BURST);
      Representation taken = services.writes(request).take(name, preconditions.forChange());
      return answered(taken, mediaType, BlockAnswer::taken);
    }
    Touch touch = query.isOff(Parameters.CHTIMES) ? Touch.LEAVE : Touch.RESTART;
    return answered(
        read(name, touch),
        mediaType,
        answer ->
            preconditions.notModified(answer.representation())
                ? closed(answer, answer.notModified())
                : wholeOrPart(answer));
  }

  /** Reads like {@link #get}, without bytes and without touching. */
  Answer head() throws IOException {
    Preconditions preconditions = fields.preconditions();
    String mediaType = MediaTypes.of(query);
    return answered(
        read(exchange.name(), Touch.LEAVE),
        mediaType,
        answer ->
            closed(
                answer,
                preconditions.notModified(answer.representation())
                    ? answer.notModified()
                    : answer.head()));
  }

  private Representation read(BlockName name, Touch touch) throws IOException {
    Reads reads = services.reads(request);
    return query.isOn(Parameters.BURST) ? reads.burst(name, touch) : reads.read(name, touch);
  }

  @FunctionalInterface
  private interface Answering {
    Answer to(BlockAnswer answer) throws IOException;
  }

  /** An answer with what was read, which is closed if there is to be none. */
  private Answer answered(Representation representation, String mediaType, Answering answering)
      throws IOException {
    boolean answered = false;
    try {
      Answer answer =
          answering.to(new BlockAnswer(representation, mediaType, services.retention(), exchange));
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        representation.close();
      }
    }
  }

  private static Answer closed(BlockAnswer read, Answer answer) throws IOException {
    read.representation().close();
    return answer;
  }

  private Answer wholeOrPart(BlockAnswer answer) throws IOException {
    Optional<String> range = fields.range();
    // A date in If-Range matches nothing, as blocks have no date of modification.
    boolean wanted = fields.ifRange().isEmpty() || fields.ifRange().equals(answer.entityTag());
    if (range.isEmpty() || !wanted) {
      return answer.whole();
    }
    long length = answer.representation().content().length();
    return ByteRange.parse(range.get(), length).map(answer::part).orElseGet(answer::whole);
  }
}
