package org.tigstore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.StoreUnderTest;
import org.tigstore.block.TimeSource;

/** All blocks together never have more bytes than they may. */
class StoreLimitTest {
  private static final int LIMIT = 1000;
  private static final int WRITERS = 8;
  private static final BlockName SLOT = Bodies.nameOf("slot");

  @TempDir Path directory;
  private FileBlockStore store;

  @BeforeEach
  void open() throws IOException {
    store =
        FileBlockStore.open(
            FileStores.limited(directory, LIMIT), StoreUnderTest.guard(), TimeSource.SYSTEM);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private void assertHas(long bytes) {
    assertThat(store.figures().bytes()).hasValue(bytes);
  }

  private static InputStream unreadable() throws IOException {
    InputStream stream = new BufferedInputStream(InputStream.nullInputStream());
    stream.close();
    return stream;
  }

  @Test
  void whatFitsExactlyIsStoredAndAByteMoreIsNot() throws IOException {
    Bodies.seal(store, Bodies.of(Bodies.bytes(LIMIT - 1)));
    Bodies.write(store, SLOT, "1");

    assertRefused(Refusal.NO_ROOM, () -> Bodies.seal(store, Bodies.of("2")));
    assertRefused(Refusal.NO_ROOM, () -> Bodies.append(store, SLOT, "2"));
    assertRefused(Refusal.NO_ROOM, () -> Bodies.write(store, SLOT, "12"));
    assertRefused(
        Refusal.NO_ROOM, () -> Bodies.write(store, Bodies.nameOf("x"), "x", Condition.VACANT));
    assertHas(LIMIT);
    assertThat(Bodies.readText(store, SLOT)).isEqualTo("1");
  }

  @Test
  void theReasonNamesTheLimit() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> store.receive(Bodies.of(Bodies.bytes(LIMIT + 1))))
        .withMessage(
            "the store would grow over 1000 bytes, the most that its blocks may have together");
  }

  @Test
  void whatIsBoundToBeRefusedIsRefusedUnread() throws IOException {
    byte[] bytes = Bodies.bytes(LIMIT - 10);
    Bodies.write(store, SLOT, "x".repeat(20));

    assertRefused(Refusal.NO_ROOM, () -> store.receive(new Body(unreadable(), LIMIT + 1)));
    assertRefused(
        Refusal.NO_ROOM,
        () -> store.write(SLOT, new Body(unreadable(), LIMIT + 1), Condition.NONE));
    assertRefused(
        Refusal.NO_ROOM,
        () -> store.append(SLOT, new Body(unreadable(), bytes.length), Condition.NONE));
  }

  @Test
  void ofABodyOfUnknownLengthItIsKnownInTheEnd() throws IOException {
    byte[] bytes = Bodies.bytes(LIMIT + 1);

    assertRefused(Refusal.NO_ROOM, () -> Bodies.seal(store, Bodies.ofUnknownLength(bytes)));
    assertRefused(
        Refusal.NO_ROOM, () -> store.write(SLOT, Bodies.ofUnknownLength(bytes), Condition.NONE));
    assertHas(0);
    assertThat(directory.resolve(".tigstore/uploads")).isEmptyDirectory();
  }

  @Test
  void inAFullStoreWhatIsThereIsStoredAgainAndReplaced() throws IOException {
    byte[] bytes = Bodies.bytes(LIMIT - 10);
    Bodies.seal(store, Bodies.of(bytes));
    Bodies.write(store, SLOT, "0123456789");

    Bodies.seal(store, Bodies.of(bytes));
    Bodies.write(store, SLOT, "9876543210");
    Bodies.append(store, SLOT, "");
    assertHas(LIMIT);
    Bodies.write(store, SLOT, "9");
    Bodies.append(store, SLOT, "876543210");
    assertHas(LIMIT);
  }

  @Test
  void deletionAndExpiryMakeRoomAtOnce() throws IOException {
    Bodies.write(store, SLOT, "x".repeat(LIMIT));
    store.delete(SLOT, Condition.NONE);
    Bodies.append(store, SLOT, "y".repeat(LIMIT));
    store.take(SLOT, Condition.NONE).orElseThrow().close();
    Bodies.seal(store, Bodies.of(Bodies.bytes(LIMIT)));
    store.expire(Instant.now().plusSeconds(60));
    Bodies.write(store, SLOT, "z".repeat(LIMIT));

    assertHas(LIMIT);
  }

  @Test
  void aFailedWriteGivesItsRoomBack() throws IOException {
    BlockName taken = Bodies.nameOf("taken");
    Files.createDirectory(directory.resolve(taken.toString()));
    Files.writeString(directory.resolve(taken.toString()).resolve("file"), "in the way");

    for (int round = 0; round < 3; round++) {
      assertRefused(Refusal.STORE_FAILED, () -> Bodies.write(store, taken, "x".repeat(LIMIT)));
      assertRefused(
          Refusal.TAKEN, () -> Bodies.write(store, taken, "x".repeat(LIMIT), Condition.VACANT));
      assertRefused(Refusal.BODY_INCOMPLETE, () -> store.receive(new Body(unreadable(), LIMIT)));
    }

    Bodies.write(store, SLOT, "x".repeat(LIMIT));
    assertHas(LIMIT);
  }

  @Test
  void whatIsThereAtStartCountsFromTheFirstWriteOn() throws IOException {
    Bodies.write(store, SLOT, "x".repeat(LIMIT));
    store.close();
    open();

    assertHas(LIMIT);
    assertRefused(Refusal.NO_ROOM, () -> Bodies.seal(store, Bodies.of("1")));
    assertThat(Bodies.readText(store, SLOT)).hasSize(LIMIT);
  }

  @Test
  void aStoreThatIsOverItsLimitMayShrink() throws IOException {
    Files.writeString(directory.resolve(SLOT.toString()), "x".repeat(2 * LIMIT));
    store.recount();

    assertRefused(Refusal.NO_ROOM, () -> Bodies.append(store, SLOT, "x"));
    Bodies.write(store, SLOT, "x".repeat(2 * LIMIT - 1));
    assertHas(2 * LIMIT - 1);
  }

  @Test
  void manyWritersTogetherNeverHaveMoreThanTheyMay() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    AtomicBoolean stop = new AtomicBoolean();
    try {
      Future<Long> most = threads.submit(() -> mostBytesUntil(stop));
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        writers.add(() -> refusals(number));
      }
      int refusals = 0;
      for (Future<Integer> writer : threads.invokeAll(writers)) {
        refusals += writer.get();
      }
      stop.set(true);
      assertThat(refusals).isPositive();
      assertThat(most.get()).isBetween(1L, (long) LIMIT);
    } finally {
      stop.set(true);
      threads.shutdown();
    }
    long figure = store.figures().bytes().orElseThrow();
    assertThat(bytesInDirectory()).isEqualTo(figure).isLessThanOrEqualTo(LIMIT);
    Bodies.write(store, Bodies.nameOf("rest"), "x".repeat((int) (LIMIT - figure)));
  }

  /** Writes, appends and deletes; returns how often there was no room. */
  private int refusals(int writer) throws IOException {
    int refusals = 0;
    for (int round = 0; round < 200; round++) {
      BlockName name = Bodies.nameOf("slot " + (writer + round) % 12);
      try {
        switch (round % 4) {
          case 0 -> Bodies.write(store, name, "x".repeat(round));
          case 1 -> Bodies.append(store, name, "y".repeat(50));
          case 2 -> Bodies.seal(store, Bodies.of(writer + "z".repeat(60)));
          default -> store.take(name, Condition.NONE).ifPresent(StoreLimitTest::close);
        }
      } catch (RefusedException e) {
        assertThat(e.refusal()).isEqualTo(Refusal.NO_ROOM);
        refusals++;
      }
    }
    return refusals;
  }

  private static void close(Block block) {
    try {
      block.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long mostBytesUntil(AtomicBoolean stop) throws IOException {
    long most = 0;
    do {
      store.recount();
      most = Math.max(most, store.figures().bytes().orElseThrow());
    } while (!stop.get());
    return most;
  }

  private long bytesInDirectory() throws IOException {
    long bytes = 0;
    try (var files = Files.newDirectoryStream(directory, "*.tig")) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
