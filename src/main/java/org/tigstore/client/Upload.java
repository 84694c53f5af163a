package org.tigstore.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;

/**
 * Stores bytes of any number: in a block of their own or, if there are more than a server takes, in
 * chunks with an index. What the server has is not sent again. For one thread.
 */
public final class Upload {
  /** The largest block of a server whose settings nobody has changed. */
  private static final long LARGEST = 128L << 20;

  /** Asking for less takes as long as sending it. */
  private static final long ASKED_FOR_BYTES = 256 * 1024;

  private static final int AT_ONCE = 8;
  private static final int TOO_LARGE = 413;

  private final TigServer server;
  private final LongConsumer progress;

  /**
   * To this server.
   *
   * @param progress is told how many more bytes are stored; called by any thread
   */
  public Upload(TigServer server, LongConsumer progress) {
    this.server = server;
    this.progress = progress;
  }

  /** Stores the content, and returns what stands for it. */
  public BlockAddress store(Content content) throws IOException {
    if (content.length() > LARGEST) {
      try (InputStream bytes = content.bytes()) {
        return inChunks(bytes);
      }
    }
    try {
      return new BlockAddress(Optional.empty(), whole(content), false);
    } catch (ServerException e) {
      if (e.status() != TOO_LARGE) {
        throw e;
      }
      // This server takes less than others.
      try (InputStream bytes = content.bytes()) {
        return inChunks(bytes);
      }
    }
  }

  /** Stores the bytes to the end of a stream, and returns what stands for them. */
  public BlockAddress store(InputStream bytes) throws IOException {
    try (Content beginning = Contents.spooled(bytes, LARGEST + 1)) {
      return beginning.length() <= LARGEST
          ? store(beginning)
          : inChunks(new SequenceInputStream(beginning.bytes(), bytes));
    }
  }

  private BlockName whole(Content content) throws IOException {
    BlockName name = content.length() < ASKED_FOR_BYTES ? server.seal(content) : sealIfNew(content);
    progress.accept(content.length());
    return name;
  }

  private BlockName sealIfNew(Content content) throws IOException {
    BlockName name = Contents.nameOf(content);
    return server.touch(name).isPresent() ? name : server.seal(content);
  }

  private BlockAddress inChunks(InputStream bytes) throws IOException {
    FastCdc chunks = new FastCdc();
    chunks.cut(bytes);
    List<BlockName> names = new ArrayList<>();
    try (Pipeline<BlockName> pipeline = new Pipeline<>(AT_ONCE, 2 * AT_ONCE, names::add)) {
      for (byte[] chunk = chunks.next(); chunk.length > 0; chunk = chunks.next()) {
        byte[] sent = chunk;
        pipeline.add(() -> whole(Contents.of(sent)));
      }
      pipeline.finish();
    }
    return new BlockAddress(Optional.empty(), server.sealIndex(names), true);
  }
}
