package org.tigstore.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;

/** A small block whose bytes are in memory, where nothing changes them. Safe for any thread. */
final class CachedBlock implements Block {
  private final StoredFile file;
  private final byte[] content;

  CachedBlock(StoredFile file, byte[] content) {
    this.file = file;
    this.content = content;
  }

  StoredFile file() {
    return file;
  }

  /** Whether it is what a file in this state contains. */
  boolean isOf(StoredFile.State state) {
    return file.state().equals(state);
  }

  /** The same bytes, found in the same file at a later time. */
  CachedBlock in(StoredFile later) {
    return new CachedBlock(later, content);
  }

  @Override
  public BlockName name() {
    return file.name();
  }

  @Override
  public Optional<BlockName> contentName() {
    return Optional.of(file.contentName());
  }

  @Override
  public Instant lastTouched() {
    return file.state().modified();
  }

  @Override
  public long length() {
    return content.length;
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
