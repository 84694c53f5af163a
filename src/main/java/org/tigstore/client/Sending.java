package org.tigstore.client;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.tigstore.block.BlockName;

/**
 * Stores blocks that a server may have already. Asking costs as much time as sending a small block,
 * so while a server knows none, it is asked for some of the small ones only. Thread-safe.
 */
final class Sending {
  private static final int SMALL_BYTES = 64 * 1024;

  /** After so many answers of "no", small blocks are asked for once in so many. */
  private static final int TRIES = 32;

  private static final int ONCE_IN = 16;
  private static final int REMEMBERED = 1 << 16;

  private final TigServer server;
  private final Set<BlockName> done = ConcurrentHashMap.newKeySet();
  private final AtomicInteger unknown = new AtomicInteger();
  private final AtomicLong blocks = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  Sending(TigServer server) {
    this.server = server;
  }

  /** Sends the block if the server may not have it; if it has, this renews its retention. */
  BlockName send(byte[] block) throws IOException {
    BlockName name = FastCdc.nameOf(block);
    if (done.size() > REMEMBERED) {
      done.clear();
    }
    if (!done.add(name) || (isWorthAsking(block.length) && has(name))) {
      return name;
    }
    server.seal(block);
    blocks.incrementAndGet();
    bytes.addAndGet(block.length);
    return name;
  }

  private boolean isWorthAsking(int length) {
    int times = unknown.get();
    return length > SMALL_BYTES || times < TRIES || unknown.incrementAndGet() % ONCE_IN == 0;
  }

  private boolean has(BlockName name) throws IOException {
    boolean found = server.touch(name).isPresent();
    unknown.updateAndGet(times -> found ? 0 : Math.min(times + 1, TRIES * ONCE_IN));
    return found;
  }

  long blocks() {
    return blocks.get();
  }

  long bytes() {
    return bytes.get();
  }
}
