package org.tigstore.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BulkInputStream;
import org.tigstore.block.IoAction;

/** A value that was taken, and whose bytes are still to be read from its file. */
final class TakenBlock implements Block {
  private final Block block;
  private final End end;

  /**
   * Whether this failed to give the bytes; that the caller failed to receive them does not count.
   */
  private boolean failed;

  /** What becomes of the file. */
  @FunctionalInterface
  interface End {
    void close(boolean failed);
  }

  /**
   * A block that was taken.
   *
   * @param end is told, when the block is closed, whether giving its bytes failed
   */
  TakenBlock(Block block, End end) {
    this.block = block;
    this.end = end;
  }

  @Override
  public BlockName name() {
    return block.name();
  }

  @Override
  public Optional<BlockName> contentName() {
    return block.contentName();
  }

  @Override
  public Instant lastTouched() {
    return block.lastTouched();
  }

  @Override
  public long length() {
    return block.length();
  }

  private <T> T given(IoAction<T> action) throws IOException {
    failed = true;
    T result = action.run();
    failed = false;
    return result;
  }

  @Override
  public InputStream bytes(long offset, long length) throws IOException {
    InputStream bytes = given(() -> block.bytes(offset, length));
    return new BulkInputStream() {
      @Override
      public int read(byte[] target, int start, int count) throws IOException {
        return given(() -> bytes.read(target, start, count));
      }
    };
  }

  @Override
  public void writeTo(WritableByteChannel target, long offset, long length) throws IOException {
    given(
        () -> {
          block.writeTo(new Receiver(target), offset, length);
          return length;
        });
  }

  /** The caller's channel: it fails if the caller has left. */
  private final class Receiver implements WritableByteChannel {
    private final WritableByteChannel target;

    Receiver(WritableByteChannel target) {
      this.target = target;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      failed = false;
      int count = target.write(bytes);
      failed = true;
      return count;
    }

    @Override
    public boolean isOpen() {
      return target.isOpen();
    }

    @Override
    public void close() throws IOException {
      target.close();
    }
  }

  @Override
  public void close() throws IOException {
    end.close(failed);
    block.close();
  }
}
