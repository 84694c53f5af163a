package org.tigstore.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.IoRunnable;

/**
 * A block read from its open file, which outlives its name. An append goes behind the length that
 * was there at opening, so the bytes stay as they were.
 */
final class OpenBlock implements Block {
  private final StoredFile file;
  private final Buffers buffers;
  private final FileErrors errors;
  private final IoRunnable beforeTheLastBytes;
  private @Nullable FileChannel channel;

  /** Chunks outside of the heap, to be used again: making one costs more than filling it. */
  static final class Buffers {
    /** How many unused ones are kept. */
    private static final int KEPT = 32;

    private final ArrayBlockingQueue<ByteBuffer> unused = new ArrayBlockingQueue<>(KEPT);

    private ByteBuffer take() {
      ByteBuffer buffer = unused.poll();
      return buffer == null ? ByteBuffer.allocateDirect(Content.CHUNK_BYTES) : buffer.clear();
    }

    private void giveBack(ByteBuffer buffer) {
      // One too many is left to the garbage collector.
      unused.offer(buffer);
    }
  }

  /**
   * A block whose file is opened by {@link #opened}, or when its bytes are first asked for. The
   * caller has locked its name until then, so that the state is the file's own.
   *
   * @param errors explains failures of reading
   * @param beforeTheLastBytes run at every reading before its last bytes are given; throws if they
   *     are not to be given
   */
  OpenBlock(StoredFile file, Buffers buffers, FileErrors errors, IoRunnable beforeTheLastBytes) {
    this.file = file;
    this.buffers = buffers;
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

  /** By way of buffers outside of the heap, which the system fills and empties without a copy. */
  @Override
  public void writeTo(WritableByteChannel target, long offset, long length) throws IOException {
    FileRange range = range(offset, length);
    ByteBuffer chunk = buffers.take();
    while (range.read(chunk.clear())) {
      target.write(chunk.flip());
    }
    // Not after a failure: whoever failed to send it may still use it.
    buffers.giveBack(chunk);
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
