package org.tigstore.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.StoreUnderTest;
import org.tigstore.block.TimeSource;
import org.tigstore.block.Touch;

/** Many threads at one name. */
class RacesTest {
  private static final int THREADS = 8;
  private static final BlockName SLOT = Bodies.nameOf("slot");
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  @TempDir Path directory;
  private FileBlockStore store;

  @BeforeEach
  void open() throws IOException {
    store = FileBlockStore.open(settings(), StoreUnderTest.guard(), TimeSource.SYSTEM);
  }

  /** The settings of the store under test. */
  FileStoreSettings settings() {
    return FileStores.settings(directory);
  }

  @AfterEach
  void close() throws IOException {
    threads.shutdownNow();
    store.close();
  }

  /** Runs the task in every thread at once and returns what each gave. */
  private <T> List<T> inAllThreads(Callable<T> task)
      throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(Collections.nCopies(THREADS, task))) {
      results.add(result.get());
    }
    return results;
  }

  private boolean succeeds(Refusal otherwise, Callable<?> change) throws Exception {
    try {
      change.call();
      return true;
    } catch (RefusedException e) {
      assertThat(e.refusal()).isEqualTo(otherwise);
      return false;
    }
  }

  @Test
  void setIfNotHasOneWinner() throws Exception {
    for (int round = 0; round < 100; round++) {
      BlockName slot = Bodies.nameOf("slot " + round);
      List<Boolean> won =
          inAllThreads(
              () ->
                  succeeds(
                      Refusal.TAKEN,
                      () -> {
                        Bodies.write(store, slot, "value", Condition.VACANT);
                        return slot;
                      }));
      assertThat(won).containsOnlyOnce(true);
    }
  }

  @Test
  void takeHasOneTaker() throws Exception {
    for (int round = 0; round < 100; round++) {
      Bodies.write(store, SLOT, "value");
      List<Boolean> got =
          inAllThreads(
              () -> {
                Optional<Block> taken = store.take(SLOT, Condition.NONE);
                if (taken.isPresent()) {
                  taken.get().close();
                }
                return taken.isPresent();
              });
      assertThat(got).containsOnlyOnce(true);
    }
  }

  @Test
  void compareAndSetLosesNoUpdate() throws Exception {
    int updates = 25;
    Bodies.write(store, SLOT, "0");

    inAllThreads(
        () -> {
          for (int update = 0; update < updates; update++) {
            while (!increment()) {
              Thread.onSpinWait();
            }
          }
          return true;
        });

    assertThat(Bodies.readText(store, SLOT)).isEqualTo(String.valueOf(THREADS * updates));
  }

  private boolean increment() throws Exception {
    String value = Bodies.readText(store, SLOT);
    Condition unchanged =
        new Condition(
            Condition.Expectation.ONE_OF, Set.of(Bodies.nameOf(value)), Refusal.CONDITION_FAILED);
    return succeeds(
        Refusal.CONDITION_FAILED,
        () -> {
          Bodies.write(store, SLOT, String.valueOf(Integer.parseInt(value) + 1), unchanged);
          return value;
        });
  }

  @Test
  void appendsAreWhole() throws Exception {
    String piece = "x".repeat(98) + "\n";
    inAllThreads(
        () -> {
          for (int append = 0; append < 20; append++) {
            Bodies.append(store, SLOT, piece);
          }
          return true;
        });

    assertThat(Bodies.readText(store, SLOT)).isEqualTo(piece.repeat(20 * THREADS));
  }

  @Test
  void readingsAreOfOneValue() throws Exception {
    Bodies.write(store, SLOT, "a".repeat(100));
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger readings = new AtomicInteger();
    Future<Integer> reading =
        threads.submit(
            () -> {
              while (!stop.get()) {
                String text = Bodies.readText(store, SLOT);
                assertThat(text).isEqualTo(text.substring(0, 1).repeat(text.length()));
                readings.incrementAndGet();
              }
              return readings.get();
            });
    Eventually.holds("somebody reads", () -> readings.get() > 0 || reading.isDone());
    for (int round = 0; round < 500; round++) {
      String letter = String.valueOf((char) ('a' + round % 26));
      byte[] value = letter.repeat(round % 7 * 20_000 + 1).getBytes(UTF_8);
      store.write(SLOT, Bodies.of(value), Condition.NONE);
    }
    stop.set(true);

    assertThat(reading.get()).isPositive();
  }

  @Test
  void aTouchedBlockDoesNotExpire() throws Exception {
    BlockName name = Bodies.seal(store, Bodies.of("abc"));
    Path file = directory.resolve(name.toString());
    for (int round = 0; round < 200; round++) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(1000)));
      Future<Optional<Block>> reading = threads.submit(() -> store.read(name, Touch.RENEW));
      long expired = store.expire(Instant.now().minusSeconds(500));
      boolean read = reading.get().isPresent();
      if (read) {
        reading.get().orElseThrow().close();
      }
      // Either the touch came first and the block lives, or it expired and reading found nothing.
      assertThat(expired).isEqualTo(read ? 0 : 1);
      assertThat(Files.exists(file)).isEqualTo(read);
      Bodies.seal(store, Bodies.of("abc"));
    }
  }

  @Test
  void aBlockThatIsWrittenAgainDoesNotExpire() throws Exception {
    BlockName name = Bodies.nameOf("abc");
    Path file = directory.resolve(name.toString());
    for (int round = 0; round < 200; round++) {
      Bodies.seal(store, Bodies.of("abc"));
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(1000)));
      Future<BlockName> sealing = threads.submit(() -> Bodies.seal(store, Bodies.of("abc")));
      store.expire(Instant.now().minusSeconds(500));
      sealing.get();

      assertThat(Bodies.readText(store, name)).isEqualTo("abc");
    }
  }
}
