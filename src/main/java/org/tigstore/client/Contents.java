package org.tigstore.client;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Objects;
import org.tigstore.block.BlockName;
import org.tigstore.block.BulkInputStream;
import org.tigstore.block.Content;
import org.tigstore.block.IoAction;
import org.tigstore.block.Sha256;

/** What is sent to a server. */
public final class Contents {
  private Contents() {}

  /** These bytes, which nobody changes until the request is over. */
  public static Content of(byte[] bytes) {
    return new Content() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream bytes(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new ByteArrayInputStream(bytes, (int) offset, (int) length);
      }

      @Override
      public void close() {
        // There is nothing to release.
      }
    };
  }

  /**
   * The bytes that this file has now. Reading fails if the file becomes shorter.
   *
   * @throws IOException if it cannot be opened, or is a directory
   */
  public static Content of(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return IoAction.closingOnFailure(channel, () -> new OfFile(channel, channel.size()));
  }

  /** The name under which these bytes would be sealed. */
  static BlockName nameOf(Content content) throws IOException {
    MessageDigest digest = Sha256.start();
    try (InputStream bytes = content.bytes()) {
      byte[] chunk = new byte[Content.CHUNK_BYTES];
      for (int count = bytes.read(chunk); count >= 0; count = bytes.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    }
    return BlockName.ofDigest(digest);
  }

  /**
   * The first bytes of a stream, which are copied to a temporary file if they are many.
   *
   * @param limit how many bytes are read at most
   */
  public static Content spooled(InputStream bytes, long limit) throws IOException {
    byte[] few = bytes.readNBytes((int) Math.min(limit, Content.CHUNK_BYTES));
    if (few.length < Content.CHUNK_BYTES) {
      return of(few);
    }
    Path file = Files.createTempFile("tig-", ".part");
    // Nothing stays behind, however the process ends.
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    return IoAction.closingOnFailure(
        channel,
        () -> {
          OutputStream target = Channels.newOutputStream(channel);
          target.write(few);
          byte[] chunk = new byte[Content.CHUNK_BYTES];
          for (long left = limit - few.length; left > 0; ) {
            int count = bytes.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (count < 0) {
              break;
            }
            target.write(chunk, 0, count);
            left -= count;
          }
          return new OfFile(channel, channel.size());
        });
  }

  private record OfFile(FileChannel channel, long length) implements Content {
    @Override
    public InputStream bytes(long offset, long length) {
      Objects.checkFromIndexSize(offset, length, length());
      return new BulkInputStream() {
        private long position = offset;

        @Override
        public int read(byte[] target, int start, int count) throws IOException {
          int wanted = (int) Math.min(count, offset + length - position);
          if (wanted <= 0) {
            return count == 0 ? 0 : -1;
          }
          int got = channel.read(ByteBuffer.wrap(target, start, wanted), position);
          if (got < 0) {
            throw new EOFException("the file became shorter while it was read");
          }
          position += got;
          return got;
        }
      };
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
