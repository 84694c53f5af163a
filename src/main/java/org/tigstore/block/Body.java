package org.tigstore.block;

import java.io.InputStream;

/**
 * Bytes on their way into a store.
 *
 * @param bytes where they come from; read once, closed by whoever opened it
 * @param length how many are announced, or {@link #UNKNOWN_LENGTH}
 */
public record Body(InputStream bytes, long length) {
  /** Nobody announced how many bytes there are. */
  public static final long UNKNOWN_LENGTH = -1;
}
