package org.tigstore.web;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/**
 * Writes to a response; a write takes all that it is given. Buffers go to the container's stream as
 * they are where the stream takes them, which spares two copies: {@code write(ByteBuffer)} is part
 * of Servlet 6.1, and some servers' streams had it before.
 */
final class ResponseChannel implements WritableByteChannel {
  private static final ClassValue<Optional<MethodHandle>> BUFFER_WRITES =
      new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
          return bufferWrite(type);
        }
      };

  private final OutputStream caller;
  private byte[] copy = {};
  private long sent;

  /** Nobody is there to get the bytes. */
  static final class CallerGoneException extends IOException {
    private static final long serialVersionUID = 1;

    CallerGoneException(IOException cause) {
      super(cause);
    }
  }

  ResponseChannel(OutputStream caller) {
    this.caller = caller;
  }

  /**
   * Sends the buffer's bytes.
   *
   * @throws CallerGoneException if nobody is there to get them
   */
  @Override
  public int write(ByteBuffer bytes) throws CallerGoneException {
    int count = bytes.remaining();
    try {
      sent += count;
      send(bytes);
      bytes.position(bytes.limit());
    } catch (IOException e) {
      throw new CallerGoneException(e);
    }
    return count;
  }

  /**
   * Has the server send what it has, the header fields at least: it cannot add a length any more.
   *
   * @throws CallerGoneException if nobody is there to get it
   */
  void flush() throws CallerGoneException {
    try {
      caller.flush();
    } catch (IOException e) {
      throw new CallerGoneException(e);
    }
  }

  /** How many bytes were given to the container. */
  long sent() {
    return sent;
  }

  private void send(ByteBuffer bytes) throws IOException {
    if (bytes.hasArray()) {
      caller.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      return;
    }
    Optional<MethodHandle> bufferWrite = BUFFER_WRITES.get(caller.getClass());
    if (bufferWrite.isPresent()) {
      invoke(bufferWrite.get(), bytes);
      return;
    }
    int count = bytes.remaining();
    if (copy.length < count) {
      copy = new byte[count];
    }
    bytes.get(copy, 0, count);
    caller.write(copy, 0, count);
  }

  private static Optional<MethodHandle> bufferWrite(Class<?> type) {
    try {
      Method method = type.getMethod("write", ByteBuffer.class);
      if (method.getDeclaringClass() == ServletOutputStream.class) {
        // The platform's own is for streams that do not block.
        return Optional.empty();
      }
      MethodHandle write = MethodHandles.publicLookup().unreflect(method);
      return Optional.of(
          write.asType(MethodType.methodType(void.class, OutputStream.class, ByteBuffer.class)));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  private void invoke(MethodHandle write, ByteBuffer bytes) throws IOException {
    try {
      write.invokeExact(caller, bytes);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("write(ByteBuffer) threw what it does not declare", e);
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
