package org.tigstore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.StoreFigures;
import org.tigstore.block.Touch;

/** The figures are those of the directory, whoever changes it, and whenever it is counted. */
class StoreTotalsTest {
  private static final BlockName SLOT = Bodies.nameOf("slot");
  private static final int WRITERS = 4;

  @TempDir Path directory;
  private FileBlockStore store;

  @BeforeEach
  void open() throws IOException {
    store = FileStores.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Path fileOf(BlockName name) {
    return directory.resolve(name.toString());
  }

  private void assertFiguresAreThoseOfTheDirectory() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> file.toString().endsWith(".tig")).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    StoreFigures figures = store.figures();
    assertThat(figures.blocks()).hasValue(files.size());
    assertThat(figures.bytes()).hasValue(bytes);
  }

  @Test
  void figuresAreUnknownBeforeTheFirstCount() throws IOException {
    Bodies.write(store, SLOT, "one");
    assertThat(store.figures().blocks()).isEmpty();
    assertThat(store.figures().bytes()).isEmpty();

    store.expire(Instant.EPOCH);

    assertFiguresAreThoseOfTheDirectory();
  }

  @Test
  void theFileSystemTellsItsRoom() {
    StoreFigures figures = store.figures();

    assertThat(figures.freeBytes().orElseThrow()).isBetween(0L, figures.totalBytes().orElseThrow());
  }

  @Test
  void whatAnotherProgramDoesShowsFromTheNextCount() throws IOException {
    Bodies.write(store, SLOT, "one");
    store.recount();
    Files.writeString(fileOf(Bodies.nameOf("other")), "another");
    Files.writeString(directory.resolve("README"), "no block");
    Files.createDirectory(fileOf(Bodies.nameOf("directory")));
    assertThat(store.figures().blocks()).hasValue(1);

    store.recount();
    assertThat(store.figures().blocks()).hasValue(2);
    assertThat(store.figures().bytes()).hasValue(10);

    Files.delete(fileOf(Bodies.nameOf("other")));
    Files.writeString(fileOf(SLOT), "shorter".substring(0, 1));
    store.expire(Instant.EPOCH);
    assertThat(store.figures().blocks()).hasValue(1);
    assertThat(store.figures().bytes()).hasValue(1);
  }

  @Test
  void aBlockThatIsSetAsideCountsAsDamagedAndNoMore() throws IOException {
    BlockName name = Bodies.seal(store, Bodies.of("abc"));
    Bodies.write(store, SLOT, "one");
    store.recount();
    FileStores.damage(fileOf(name), "abX");
    Files.setLastModifiedTime(fileOf(name), FileTime.from(Instant.EPOCH));

    assertRefused(Refusal.DAMAGED, () -> store.read(name, Touch.KEEP));

    assertThat(store.figures().blocks()).hasValue(1);
    assertThat(store.figures().bytes()).hasValue(3);
    assertThat(store.figures().damaged()).isEqualTo(1);
    Bodies.seal(store, Bodies.of("abc"));
    assertFiguresAreThoseOfTheDirectory();
  }

  @Test
  void figuresAreExactHoweverOftenItIsCountedWhileOthersWrite() throws Exception {
    for (int i = 0; i < 300; i++) {
      Bodies.write(store, Bodies.nameOf("slot " + i), "x".repeat(i));
    }
    store.recount();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    AtomicBoolean stop = new AtomicBoolean();
    try {
      Future<Integer> counts = threads.submit(() -> countUntil(stop));
      List<Callable<BlockName>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        writers.add(() -> changeMuch(number));
      }
      for (Future<BlockName> writer : threads.invokeAll(writers)) {
        writer.get();
      }
      stop.set(true);
      assertThat(counts.get()).isPositive();
    } finally {
      stop.set(true);
      threads.shutdown();
    }
    assertFiguresAreThoseOfTheDirectory();
  }

  @Test
  void theFirstCountEndsThoughOthersWriteAllTheWhile() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<Integer>> writers = new ArrayList<>();
    try {
      for (int writer = 0; writer < WRITERS; writer++) {
        BlockName log = Bodies.nameOf("log of " + writer);
        writers.add(threads.submit(() -> appendUntil(stop, log)));
      }
      for (int writer = 0; writer < WRITERS; writer++) {
        Path log = fileOf(Bodies.nameOf("log of " + writer));
        Eventually.holds("all write", () -> Files.exists(log));
      }
      store.recount();
      assertThat(store.figures().blocks()).isPresent();
    } finally {
      stop.set(true);
      threads.shutdown();
    }
    for (Future<Integer> writer : writers) {
      assertThat(writer.get()).isPositive();
    }
    store.recount();
    assertFiguresAreThoseOfTheDirectory();
  }

  private int appendUntil(AtomicBoolean stop, BlockName log) throws IOException {
    int appended = 0;
    do {
      Bodies.append(store, log, "line");
      appended++;
    } while (!stop.get());
    return appended;
  }

  private int countUntil(AtomicBoolean stop) throws IOException {
    int counts = 0;
    do {
      store.recount();
      counts++;
    } while (!stop.get());
    return counts;
  }

  private BlockName changeMuch(int writer) throws IOException {
    BlockName own = Bodies.nameOf("log of " + writer);
    for (int round = 0; round < 200; round++) {
      Bodies.write(store, Bodies.nameOf("slot " + round), "y".repeat(round + writer));
      Bodies.append(store, own, "line");
      Bodies.seal(store, Bodies.of("sealed " + round));
      BlockName passing = Bodies.nameOf("passing " + writer + " " + round);
      Bodies.write(store, passing, "value");
      store.delete(passing, Condition.NONE);
    }
    return own;
  }

  @Test
  void aFailedChangeCountsAsWhatBecameOfTheFile() throws IOException {
    BlockName sealed = Bodies.nameOf("abc");
    Files.createDirectory(fileOf(sealed));
    Files.writeString(fileOf(sealed).resolve("file"), "in the way");
    store.recount();

    assertRefused(Refusal.STORE_FAILED, () -> Bodies.seal(store, Bodies.of("abc")));

    assertThat(store.figures().blocks()).hasValue(0);
    assertThat(store.figures().bytes()).hasValue(0);
  }
}
