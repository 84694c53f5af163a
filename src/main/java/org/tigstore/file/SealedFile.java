package org.tigstore.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.Sha256;

/** The file of a sealed block that is hashed a little at a time. For one thread at a time. */
final class SealedFile implements Closeable {
  private final BlockName name;
  private final FileChannel channel;
  private final MessageDigest digest = Sha256.start();
  private final ByteBuffer chunk = ByteBuffer.allocate(Content.CHUNK_BYTES);
  private long hashed;

  private SealedFile(BlockName name, FileChannel channel) {
    this.name = name;
    this.channel = channel;
  }

  /** Opens the file, not looking at what else is known of it. */
  static SealedFile open(BlockName name, Path path) throws IOException {
    return new SealedFile(name, FileChannel.open(path, READ, NOFOLLOW_LINKS));
  }

  BlockName name() {
    return name;
  }

  /** How many bytes were hashed so far. */
  long hashed() {
    return hashed;
  }

  /** Hashes some more bytes; false if there are none. */
  boolean hashMore() throws IOException {
    int count = channel.read(chunk.clear());
    if (count < 0) {
      return false;
    }
    digest.update(chunk.flip());
    hashed += count;
    return true;
  }

  /** Whether the bytes that were hashed are those of the name; to be asked once, at the end. */
  boolean isWhole() {
    return BlockName.ofDigest(digest).equals(name);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
