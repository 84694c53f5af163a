package org.tigstore.web;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;
import org.tigstore.protocol.ByteRange;
import org.tigstore.protocol.Representation;

/** Streams a representation, or a part of it, to the caller, and closes it. */
final class ContentEntity implements StreamingOutput {
  private static final System.Logger LOG = System.getLogger(ContentEntity.class.getName());
  private final Representation representation;
  private final ByteRange range;
  private final LongConsumer sent;

  ContentEntity(Representation representation, ByteRange range, LongConsumer sent) {
    this.representation = representation;
    this.range = range;
    this.sent = sent;
  }

  @Override
  public void write(OutputStream caller) throws IOException {
    CallerChannel channel = new CallerChannel(caller);
    try (representation) {
      representation.content().writeTo(channel, range.offset(), range.length());
    } catch (CallerLeftException e) {
      // No failure of this server.
      LOG.log(DEBUG, "a caller left before it got everything", e);
    } catch (IOException e) {
      throw channel.sent() > 0 ? new BrokenOffException(e) : e;
    } finally {
      sent.accept(channel.sent());
    }
  }
}
