package org.tigstore.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.IoAction;
import org.tigstore.block.Sha256;
import org.tigstore.protocol.Index;

/**
 * Copies verified bytes to a file. They go to a file beside it first, which stays if the download
 * is cut short, and is what the next one continues. For one thread.
 */
public final class Download {
  private final TigServer server;
  private final LongConsumer progress;

  /**
   * From this server.
   *
   * @param progress is told how many more bytes are there
   */
  public Download(TigServer server, LongConsumer progress) {
    this.server = server;
    this.progress = progress;
  }

  /**
   * Puts what this address stands for into a file, which is replaced as a whole.
   *
   * @return how many bytes it has
   * @throws IOException if the file cannot be written, or another download writes it
   */
  public long to(Path file, BlockAddress source) throws IOException {
    Path partial = partial(file, source);
    try (FileChannel target = locked(partial)) {
      try {
        if (source.burst()) {
          receiveBurst(source.name(), target);
        } else {
          receive(source.name(), target);
        }
      } catch (IOException e) {
        if (target.size() == 0) {
          Files.delete(partial);
        }
        throw e;
      }
      target.force(true);
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      return target.size();
    }
  }

  /** Another block than that of an earlier download is not mixed with its bytes. */
  private static Path partial(Path file, BlockAddress source) {
    String kind = source.burst() ? ".burst" : "";
    return file.resolveSibling(
        file.getFileName() + "." + source.name().digits().substring(0, 16) + kind + ".part");
  }

  private static FileChannel locked(Path partial) throws IOException {
    FileChannel channel =
        FileChannel.open(
            partial, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return IoAction.closingOnFailure(
        channel,
        () -> {
          // Whoever had the lock before may have given the file its final name.
          if (!isLocked(channel) || !Files.exists(partial)) {
            throw new FileSystemException(
                partial.toString(), null, "is being written by another process");
          }
          return channel;
        });
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void receive(BlockName name, FileChannel target) throws IOException {
    MessageDigest digest = Sha256.start();
    long there = target.size();
    hash(target, 0, there, digest);
    progress.accept(there);
    try (InputStream bytes = server.read(name, there, digest)) {
      copy(bytes, target, there);
    } catch (ServerException e) {
      if (e.isAnswered()) {
        // What is there is of no use, or not of this block.
        target.truncate(0);
      }
      if (!e.isAnswered() || there == 0) {
        throw e;
      }
      progress.accept(-there);
      receive(name, target);
    }
  }

  private void receiveBurst(BlockName index, FileChannel target) throws IOException {
    long position = 0;
    boolean continuing = true;
    try (Index names = server.readIndex(index)) {
      for (Optional<BlockName> name = names.next(); name.isPresent(); name = names.next()) {
        long length = continuing ? lengthThere(name.get(), target, position) : -1;
        continuing = length >= 0;
        if (continuing) {
          progress.accept(length);
          position += length;
        } else {
          try (InputStream bytes = server.read(name.get())) {
            position = copy(bytes, target, position);
          }
        }
      }
    }
    target.truncate(position);
  }

  /** The length of this block if the file has its bytes at this position; negative if not. */
  private long lengthThere(BlockName name, FileChannel file, long position) throws IOException {
    if (position == file.size()) {
      return -1;
    }
    long length = server.head(name).map(head -> head.length().orElse(-1)).orElse(-1L);
    if (length < 0 || position + length > file.size()) {
      return -1;
    }
    MessageDigest digest = Sha256.start();
    hash(file, position, length, digest);
    return BlockName.ofDigest(digest).equals(name) ? length : -1;
  }

  private static void hash(FileChannel file, long start, long length, MessageDigest digest)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(Content.CHUNK_BYTES);
    for (long position = start; position < start + length; ) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), start + length - position));
      int count = file.read(chunk, position);
      if (count < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
      digest.update(chunk.flip());
      position += count;
    }
  }

  /** Returns the position behind what was copied. */
  private long copy(InputStream bytes, FileChannel target, long start) throws IOException {
    long position = start;
    byte[] chunk = new byte[Content.CHUNK_BYTES];
    for (int count = bytes.read(chunk); count >= 0; count = bytes.read(chunk)) {
      ByteBuffer received = ByteBuffer.wrap(chunk, 0, count);
      while (received.hasRemaining()) {
        position += target.write(received, position);
      }
      progress.accept(count);
    }
    return position;
  }
}
