package org.tigstore.bench.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.tigstore.block.Body;
import org.tigstore.block.SlotGuard;
import org.tigstore.block.TimeSource;
import org.tigstore.block.Upload;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;
import org.tigstore.file.FileStoreSettings;
import org.tigstore.file.Verification;

/**
 * Threads that seal blocks of 4 KiB in a store that syncs, without HTTP. Arguments: an empty
 * directory, the number of threads, seconds. Prints how many writes a second were done.
 */
public final class StoreWriters {
  private static final int BLOCK_BYTES = 4096;
  private static final int WARM_UP_SECONDS = 4;

  private final FileBlockStore store;
  private final int threads;
  private final AtomicLong next = new AtomicLong();

  private StoreWriters(FileBlockStore store, int threads) {
    this.store = store;
    this.threads = threads;
  }

  /** Warms up, then measures. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    FileStoreSettings settings =
        new FileStoreSettings(
            Path.of(arguments[0]),
            BLOCK_BYTES,
            0,
            Durability.FSYNC,
            Verification.CHANGED,
            Duration.ZERO,
            Duration.ZERO);
    try (FileBlockStore store = FileBlockStore.open(settings, SlotGuard.NONE, TimeSource.SYSTEM)) {
      StoreWriters writers = new StoreWriters(store, Integer.parseInt(arguments[1]));
      writers.writesPerSecond(WARM_UP_SECONDS);
      System.out.printf(
          Locale.ROOT, "%f%n", writers.writesPerSecond(Integer.parseInt(arguments[2])));
    }
  }

  private double writesPerSecond(int seconds) throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    long begin = System.nanoTime();
    List<Future<Long>> written = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      written.add(executor.submit(writingUntil(begin + seconds * 1_000_000_000L)));
    }
    long all = 0;
    for (Future<Long> one : written) {
      all += one.get();
    }
    executor.shutdown();
    return all * 1e9 / (System.nanoTime() - begin);
  }

  private Callable<Long> writingUntil(long end) {
    return () -> {
      long written = 0;
      while (System.nanoTime() < end) {
        write(ByteBuffer.allocate(BLOCK_BYTES).putLong(next.incrementAndGet()).array());
        written++;
      }
      return written;
    };
  }

  private void write(byte[] bytes) throws IOException {
    Body body = new Body(new ByteArrayInputStream(bytes), bytes.length);
    try (Upload upload = store.receive(body)) {
      upload.seal();
    }
  }
}
