package org.tigstore.web;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.ByteRange;
import org.tigstore.protocol.Representation;

/** Streams a representation, or a part of it, to the caller, and closes it. */
final class ContentEntity implements StreamingOutput {
  private static final System.Logger LOG = System.getLogger(ContentEntity.class.getName());
  private final Representation representation;
  private final ByteRange range;
  private final Exchange exchange;

  ContentEntity(Representation representation, ByteRange range, Exchange exchange) {
    this.representation = representation;
    this.range = range;
    this.exchange = exchange;
  }

  @Override
  public void write(OutputStream caller) throws IOException {
    CallerChannel channel = new CallerChannel(caller);
    try (representation) {
      representation.content().writeTo(channel, range.offset(), range.length());
    } catch (CallerLeftException e) {
      // No failure of this server.
      exchange.breakOff();
      LOG.log(DEBUG, "a caller left before it got everything", e);
    } catch (IOException e) {
      if (channel.sent() == 0) {
        throw e;
      }
      exchange.note(reason(e));
      throw new BrokenOffException(e);
    } finally {
      exchange.send(channel.sent());
    }
  }

  private static RefusedException reason(IOException failure) {
    return failure instanceof RefusedException refused
        ? refused
        : new RefusedException(Refusal.STORE_FAILED, "the block could not be read on", failure);
  }
}
