package org.tigstore.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/**
 * A small block whose bytes are in memory, where nothing changes them. For any number of threads.
 */
final class HeldBlock extends OpenedFile {
  private final byte[] content;

  HeldBlock(BlockFile file, byte[] content) {
    super(file);
    this.content = content;
  }

  /** Whether it is what a file in this state contains. */
  boolean isOf(FileState state) {
    return file().state().equals(state);
  }

  /** The same bytes, found in the same file at a later time. */
  HeldBlock in(BlockFile later) {
    return new HeldBlock(later, content);
  }

  @Override
  public InputStream bytes(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, length());
    return new ByteArrayInputStream(content, (int) offset, (int) length);
  }

  @Override
  public void writeTo(WritableByteChannel target, long offset, long length) throws IOException {
    Objects.checkFromIndexSize(offset, length, length());
    target.write(ByteBuffer.wrap(content, (int) offset, (int) length));
  }

  @Override
  public void close() {}
}
