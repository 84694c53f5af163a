package org.tigstore.web;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.tigstore.block.Content;
import org.tigstore.protocol.ByteRange;
import org.tigstore.protocol.Representation;

/** Streams a representation, or a part of it, to the caller, and closes it. */
final class ContentEntity implements StreamingOutput {
  private static final System.Logger LOG = System.getLogger(ContentEntity.class.getName());
  private final Representation representation;
  private final ByteRange range;

  ContentEntity(Representation representation, ByteRange range) {
    this.representation = representation;
    this.range = range;
  }

  @Override
  public void write(OutputStream caller) throws IOException {
    try (representation;
        InputStream bytes = representation.content().bytes(range.offset(), range.length())) {
      byte[] chunk = new byte[(int) Math.min(Content.CHUNK_BYTES, Math.max(1, range.length()))];
      int count = bytes.read(chunk);
      while (count >= 0 && send(chunk, count, caller)) {
        count = bytes.read(chunk);
      }
    }
  }

  /** Whether the caller still listens. One that left is no failure of this server. */
  private static boolean send(byte[] chunk, int count, OutputStream caller) {
    try {
      caller.write(chunk, 0, count);
      return true;
    } catch (IOException e) {
      LOG.log(DEBUG, "a caller left before it got everything", e);
      return false;
    }
  }
}
