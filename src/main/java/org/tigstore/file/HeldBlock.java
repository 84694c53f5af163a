package org.tigstore.file;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;

/** A small block whose bytes are in memory, where nothing changes them. */
final class HeldBlock extends OpenedFile {
  private final byte[] content;

  HeldBlock(BlockFile file, byte[] content) {
    super(file);
    this.content = content;
  }

  @Override
  public InputStream bytes(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, length());
    return new ByteArrayInputStream(content, (int) offset, (int) length);
  }

  @Override
  public void close() {}
}
