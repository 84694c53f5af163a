package org.tigstore.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The way to a caller. Writing takes all that it is given. */
final class CallerChannel implements WritableByteChannel {
  private final OutputStream caller;
  private byte[] copy = {};
  private long sent;

  CallerChannel(OutputStream caller) {
    this.caller = caller;
  }

  /**
   * Sends the buffer's bytes.
   *
   * @throws CallerLeftException if nobody is there to get them
   */
  @Override
  public int write(ByteBuffer bytes) throws CallerLeftException {
    int count = bytes.remaining();
    try {
      sent += count;
      send(bytes);
    } catch (IOException e) {
      throw new CallerLeftException(e);
    }
    return count;
  }

  /** How many bytes are on their way. */
  long sent() {
    return sent;
  }

  private void send(ByteBuffer bytes) throws IOException {
    if (bytes.hasArray()) {
      caller.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    } else if (!BufferOutput.write(caller, bytes)) {
      int count = bytes.remaining();
      if (copy.length < count) {
        copy = new byte[count];
      }
      bytes.get(copy, 0, count);
      caller.write(copy, 0, count);
    }
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /** Does nothing: the container ends the answer. */
  @Override
  public void close() {}
}
