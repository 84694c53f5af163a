package org.tigstore.block;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

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

  /** All the bytes. */
  default InputStream bytes() throws IOException {
    return bytes(0, length());
  }
}
