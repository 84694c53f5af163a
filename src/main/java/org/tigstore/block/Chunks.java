package org.tigstore.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/**
 * The memory of answers in flight: a bounded number of chunks that are used again, so that callers
 * who do not read cannot use up the memory. While all of them are in use, an answer gets a small
 * chunk of its own on the heap. For any number of threads.
 */
public final class Chunks {
  /** Outside the heap, where the system fills and empties them without a copy. */
  public static final Chunks OUTSIDE_HEAP = new Chunks(ByteBuffer::allocateDirect);

  /** With an accessible array. */
  public static final Chunks ON_HEAP = new Chunks(ByteBuffer::allocate);

  /** The size of a small chunk, in bytes. */
  static final int FEW_BYTES = 4 * 1024;

  private static final int MOST = 1024;

  /** The part of the heap's size that all chunks of a kind may take. */
  private static final int PART_OF_MEMORY = 16;

  /** What is done with a chunk. */
  @FunctionalInterface
  public interface Transfer {
    /** Transfers all bytes by way of this chunk, whose position and limit mean nothing. */
    void by(ByteBuffer chunk) throws IOException;
  }

  private final IntFunction<ByteBuffer> allocation;
  private final Semaphore available = new Semaphore(count(Runtime.getRuntime().maxMemory()));
  private final ConcurrentLinkedQueue<ByteBuffer> unused = new ConcurrentLinkedQueue<>();

  private Chunks(IntFunction<ByteBuffer> allocation) {
    this.allocation = allocation;
  }

  private static int count(long memory) {
    return (int) Math.min(MOST, memory / PART_OF_MEMORY / Content.CHUNK_BYTES);
  }

  /**
   * Has a chunk used to transfer so many bytes, which may be more than it holds.
   *
   * @throws IOException if the transfer does
   */
  public void use(long bytes, Transfer transfer) throws IOException {
    if (bytes <= FEW_BYTES || !available.tryAcquire()) {
      transfer.by(ByteBuffer.allocate((int) Math.min(bytes, FEW_BYTES)));
      return;
    }
    try {
      ByteBuffer unusedOne = unused.poll();
      ByteBuffer chunk = unusedOne == null ? allocation.apply(Content.CHUNK_BYTES) : unusedOne;
      transfer.by(chunk);
      // Not after a failure: whoever failed to send it may still use it.
      unused.add(chunk);
    } finally {
      available.release();
    }
  }
}
