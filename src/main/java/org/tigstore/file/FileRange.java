package org.tigstore.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.tigstore.block.BulkInputStream;
import org.tigstore.block.IoRunnable;

/** A part of an open file. It ends after its last byte or throws: it never ends early. */
final class FileRange extends BulkInputStream {
  private final FileChannel channel;
  private final long end;
  private final FileErrors errors;
  private final IoRunnable beforeTheLastBytes;
  private long position;

  /**
   * The part from one position to before another.
   *
   * @param errors explains failures of reading
   * @param beforeTheLastBytes run before these are given; throws if they are not to be given
   */
  FileRange(
      FileChannel channel, long start, long end, FileErrors errors, IoRunnable beforeTheLastBytes) {
    this.channel = channel;
    this.position = start;
    this.end = end;
    this.errors = errors;
    this.beforeTheLastBytes = beforeTheLastBytes;
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
    int count = readAtPosition(target);
    if (count < 0) {
      throw new EOFException("the file of a block became shorter while it was read");
    }
    position += count;
    if (position == end) {
      beforeTheLastBytes.run();
    }
    return true;
  }

  private int readAtPosition(ByteBuffer target) throws IOException {
    try {
      return channel.read(target, position);
    } catch (IOException e) {
      throw errors.explain(e);
    }
  }
}
