package org.tigstore.block;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Bytes of a known length that can be read from any offset, any number of times, in constant
 * memory. The code that opened it closes it. For one thread at a time.
 */
public interface Content extends Closeable {
  /** The chunk size, in bytes, for transfers between files, digests and the network. */
  int CHUNK_BYTES = 64 * 1024;

  /** The length in bytes. */
  long length();

  /**
   * Reads {@code length} bytes from {@code offset}. The stream ends after exactly that many bytes
   * or throws; it never ends early.
   *
   * @throws IOException if the bytes can no longer be read; reads of the stream may throw it too
   * @throws IndexOutOfBoundsException if the range is not within the content
   */
  InputStream bytes(long offset, long length) throws IOException;

  /**
   * Writes {@code length} bytes from {@code offset} to a blocking channel, by way of {@link
   * Chunks}.
   *
   * @throws IOException as {@link #bytes}, and any exception of the channel
   * @throws IndexOutOfBoundsException if the range is not within the content
   */
  default void writeTo(WritableByteChannel target, long offset, long length) throws IOException {
    try (InputStream bytes = bytes(offset, length)) {
      Chunks.ON_HEAP.use(
          length,
          chunk -> {
            int count = fill(chunk, bytes);
            while (count > 0) {
              target.write(chunk.clear().limit(count));
              count = fill(chunk, bytes);
            }
          });
    }
  }

  private static int fill(ByteBuffer chunk, InputStream bytes) throws IOException {
    return bytes.readNBytes(chunk.array(), chunk.arrayOffset(), chunk.capacity());
  }

  /** All the bytes. */
  default InputStream bytes() throws IOException {
    return bytes(0, length());
  }
}
