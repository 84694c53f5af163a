package org.tigstore.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.Chunks;
import org.tigstore.block.IoRunnable;

/**
 * A block read from its open file, which outlives its name. An append goes behind the length that
 * was there at opening, so the bytes stay as they were.
 */
final class OpenBlock implements Block {
  private final StoredFile file;
  private final FileErrors errors;
  private final IoRunnable beforeTheLastBytes;
  private @Nullable FileChannel channel;

  /**
   * A block whose file is opened by {@link #opened}, or when its bytes are first asked for. The
   * caller has locked its name until then, so that the state is the file's own.
   *
   * @param errors explains failures of reading
   * @param beforeTheLastBytes run at every reading before its last bytes are given; throws if they
   *     are not to be given
   */
  OpenBlock(StoredFile file, FileErrors errors, IoRunnable beforeTheLastBytes) {
    this.file = file;
    this.errors = errors;
    this.beforeTheLastBytes = beforeTheLastBytes;
  }

  OpenBlock opened() throws IOException {
    open();
    return this;
  }

  private FileChannel open() throws IOException {
    FileChannel opened = FileChannel.open(file.path(), READ, NOFOLLOW_LINKS);
    channel = opened;
    return opened;
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
    return file.state().size();
  }

  @Override
  public InputStream bytes(long offset, long length) throws IOException {
    return range(offset, length);
  }

  @Override
  public void writeTo(WritableByteChannel target, long offset, long length) throws IOException {
    FileRange range = range(offset, length);
    Chunks.OUTSIDE_HEAP.use(
        length,
        chunk -> {
          while (range.read(chunk.clear())) {
            target.write(chunk.flip());
          }
        });
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private FileRange range(long offset, long length) throws IOException {
    Objects.checkFromIndexSize(offset, length, length());
    FileChannel opened = channel == null ? open() : channel;
    return new FileRange(opened, offset, offset + length, errors, beforeTheLastBytes);
  }
}
