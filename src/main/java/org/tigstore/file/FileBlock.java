package org.tigstore.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

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
    // Not after a failure: whoever failed to send it may not have let go of it.
    buffers.giveBack(chunk);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private FileRange range(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, length());
    return new FileRange(channel, offset, offset + length, () -> beforeTheLastBytes.run(file()));
  }
}
