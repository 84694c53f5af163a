package org.tigstore.web;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Writes buffers to a container's stream as they are where the stream takes them, which spares two
 * copies: {@code write(ByteBuffer)} is part of Servlet 6.1, and some servers' streams had it
 * before.
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
