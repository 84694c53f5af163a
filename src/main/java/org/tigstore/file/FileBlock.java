package org.tigstore.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import org.tigstore.block.BulkInputStream;

/**
 * A block read from its file. The open file outlives its name, and an append goes behind the length
 * that was there at opening, so the bytes stay as they were.
 */
final class FileBlock extends OpenedFile {
  private final FileChannel channel;
  private final DirectBuffers buffers;
  private final Check beforeTheLastBytes;

  /** Throws if a file is no longer what it was when it was opened. */
  @FunctionalInterface
  interface Check {
    void run(BlockFile file) throws IOException;
  }

  private FileBlock(
      BlockFile file, FileChannel channel, DirectBuffers buffers, Check beforeTheLastBytes) {
    super(file);
    this.channel = channel;
    this.buffers = buffers;
    this.beforeTheLastBytes = beforeTheLastBytes;
  }

  /**
   * Opens the file; the caller holds its name, so that the state is the file's own.
   *
   * @param beforeTheLastBytes run at every reading before its last bytes are given
   */
  static FileBlock open(BlockFile file, DirectBuffers buffers, Check beforeTheLastBytes)
      throws IOException {
    FileChannel channel = FileChannel.open(file.path(), READ, NOFOLLOW_LINKS);
    return new FileBlock(file, channel, buffers, beforeTheLastBytes);
  }

  @Override
  public InputStream bytes(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, length());
    return new Range(offset, offset + length);
  }

  /** By way of buffers outside of the heap, which the system fills and empties without a copy. */
  @Override
  public void writeTo(WritableByteChannel target, long offset, long length) throws IOException {
    Objects.checkFromIndexSize(offset, length, length());
    ByteBuffer chunk = buffers.take();
    Range range = new Range(offset, offset + length);
    while (range.read(chunk.clear())) {
      target.write(chunk.flip());
    }
    // Not after a failure: whoever failed to send it may not have let go of it.
    buffers.giveBack(chunk);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private final class Range extends BulkInputStream {
    private final long end;
    private long position;

    Range(long start, long end) {
      this.position = start;
      this.end = end;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
      return read(buffer) ? buffer.position() - offset : -1;
    }

    /** Reads some bytes; false at the end. */
    boolean read(ByteBuffer target) throws IOException {
      if (position == end) {
        return false;
      }
      target.limit((int) Math.min(target.limit(), target.position() + end - position));
      int count = channel.read(target, position);
      if (count < 0) {
        throw new EOFException("the file of a block became shorter while it was read");
      }
      position += count;
      if (position == end) {
        beforeTheLastBytes.run(file());
      }
      return true;
    }
  }
}
