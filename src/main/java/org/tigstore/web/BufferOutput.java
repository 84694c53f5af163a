package org.tigstore.web;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Writes buffers to a container's stream as they are where the stream takes them, which spares two
 * copies: from Servlet 6.1 on every {@code ServletOutputStream} has {@code write(ByteBuffer)},
 * Jetty's had it before.
 */
final class BufferOutput {
  private static final ClassValue<Optional<MethodHandle>> WRITES =
      new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private BufferOutput() {}

  private static Optional<MethodHandle> find(Class<?> type) {
    try {
      MethodHandle write =
          MethodHandles.publicLookup()
              .findVirtual(type, "write", MethodType.methodType(void.class, ByteBuffer.class));
      return Optional.of(
          write.asType(MethodType.methodType(void.class, OutputStream.class, ByteBuffer.class)));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /** Writes all of the buffer; false, and nothing is written, if the stream takes no buffers. */
  static boolean write(OutputStream target, ByteBuffer bytes) throws IOException {
    Optional<MethodHandle> write = WRITES.get(target.getClass());
    if (write.isEmpty()) {
      return false;
    }
    invoke(write.get(), target, bytes);
    return true;
  }

  private static void invoke(MethodHandle write, OutputStream target, ByteBuffer bytes)
      throws IOException {
    try {
      write.invokeExact(target, bytes);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("write(ByteBuffer) threw what it does not declare", e);
    }
  }
}
