package org.tigstore.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.TimeSource;
import org.tigstore.block.Touch;

/** The store without HTTP, on small blocks and without syncing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FileBlockStoreBenchmark {
  private static final int SMALL = 4096;

  private final FileBlockStore store = open();
  private final byte[] bytes = Bodies.bytes(SMALL);
  private final BlockName held = sealed();

  private static FileBlockStore open() {
    try {
      Path directory = Files.createTempDirectory("benchmark-");
      FileStoreSettings settings =
          new FileStoreSettings(
              directory,
              SMALL,
              0,
              Durability.NONE,
              Verification.CHANGED,
              Duration.ZERO,
              Duration.ofSeconds(6));
      return FileBlockStore.open(settings, current -> {}, TimeSource.SYSTEM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BlockName sealed() {
    try {
      return seal();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Benchmark
  public byte[] readHeld() throws IOException {
    try (Block block = store.read(held, Touch.RENEW).orElseThrow()) {
      return block.bytes().readAllBytes();
    }
  }

  /** The same bytes every time: the store rewrites them, and does not grow. */
  @Benchmark
  public BlockName seal() throws IOException {
    return Bodies.seal(store, Bodies.of(bytes));
  }

  @TearDown
  public void close() throws IOException {
    store.close();
  }
}
