package org.tigstore.protocol;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;
import org.tigstore.block.Content;

/** Content that lies in memory. */
final class BytesContent implements Content {
  private final byte[] bytes;

  BytesContent(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public InputStream bytes(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, length());
    return new ByteArrayInputStream(bytes, (int) offset, (int) length);
  }

  @Override
  public void close() {}
}
