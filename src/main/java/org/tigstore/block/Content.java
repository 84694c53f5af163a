package org.tigstore.block;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Bytes of a known length that can be read from any offset, any number of times, in constant
 * memory. Whoever opened it closes it. For one thread at a time.
 */
public interface Content extends Closeable {
  /** How many bytes are best moved at a time, between files, digests and the network. */
  int CHUNK_BYTES = 64 * 1024;

  /** How many bytes there are. */
  long length();

  /**
   * The bytes from {@code offset}, {@code length} of them. The stream ends after exactly that many
   * bytes or throws: it never ends early.
   *
   * @throws IOException if the bytes cannot be read any more; reading may throw it too
   * @throws IndexOutOfBoundsException if the range does not lie within the content
   */
  InputStream bytes(long offset, long length) throws IOException;

  /**
   * Writes the bytes from {@code offset}, {@code length} of them, to a channel that blocks, some
   * {@link #CHUNK_BYTES} at a time.
   *
   * @throws IOException as {@link #bytes}, and whatever the channel throws
   * @throws IndexOutOfBoundsException if the range does not lie within the content
   */
  default void writeTo(WritableByteChannel target, long offset, long length) throws IOException {
    try (InputStream bytes = bytes(offset, length)) {
      byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, length)];
      int count = bytes.readNBytes(chunk, 0, chunk.length);
      while (count > 0) {
        target.write(ByteBuffer.wrap(chunk, 0, count));
        count = bytes.readNBytes(chunk, 0, chunk.length);
      }
    }
  }

  /** All the bytes. */
  default InputStream bytes() throws IOException {
    return bytes(0, length());
  }
}
