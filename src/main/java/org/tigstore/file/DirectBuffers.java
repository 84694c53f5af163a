package org.tigstore.file;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import org.tigstore.block.Content;

/**
 * Buffers outside of the heap, of a chunk each, to be used again: making one costs more than
 * filling it. Safe for any number of threads.
 */
final class DirectBuffers {
  /** How many unused ones are kept. */
  private static final int KEPT = 32;

  private final ArrayBlockingQueue<ByteBuffer> unused = new ArrayBlockingQueue<>(KEPT);

  /** An empty buffer for the caller alone, who gives it back. */
  ByteBuffer take() {
    ByteBuffer buffer = unused.poll();
    return buffer == null ? ByteBuffer.allocateDirect(Content.CHUNK_BYTES) : buffer.clear();
  }

  /** Takes a buffer back that the caller no longer uses. */
  void giveBack(ByteBuffer buffer) {
    // One too many is left to the garbage collector.
    unused.offer(buffer);
  }
}
