package org.tigstore.launch;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A file in a zip archive.
 *
 * @param name its path in the archive
 * @param content its bytes in the archive
 * @param deflated whether these are compressed
 * @param size the uncompressed size in bytes
 */
record ZipMember(String name, ByteBuffer content, boolean deflated, int size) {
  /** The file's uncompressed bytes. */
  byte[] bytes() {
    byte[] bytes = new byte[size];
    if (!deflated) {
      content.duplicate().get(bytes);
      return bytes;
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(content.duplicate());
      if (inflater.inflate(bytes) != size) {
        throw new IllegalStateException(name + " is shorter than its archive says");
      }
      return bytes;
    } catch (DataFormatException e) {
      throw new IllegalStateException(name + " is damaged in its archive", e);
    } finally {
      inflater.end();
    }
  }
}
