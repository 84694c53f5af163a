package org.tigstore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.BlockStoreContract.scrubAllThatIsDue;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.Refusal;
import org.tigstore.block.StoreUnderTest;
import org.tigstore.block.Touch;

/** Damage is found although nobody reads, and nothing else changes by that. */
class ScrubTest {
  private static final Duration PERIOD = Duration.ofDays(7);

  private final ManualClock clock = new ManualClock();
  @TempDir Path directory;
  private FileBlockStore store;

  @BeforeEach
  void open() throws IOException {
    store = FileBlockStore.open(FileStores.settings(directory), StoreUnderTest.guard(), clock);
    store.recount();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Path fileOf(BlockName name) {
    return directory.resolve(name.toString());
  }

  private Path asideOf(BlockName name) {
    return directory.resolve(".tigstore/damaged").resolve(name.toString());
  }

  private List<BlockName> sealed(int count) throws IOException {
    List<BlockName> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(Bodies.seal(store, Bodies.of("block " + i)));
    }
    return names;
  }

  /** Makes a whole pass: begins it, and does all that is due when the period is over. */
  private void scrubAll() throws IOException {
    scrubAllThatIsDue(store, PERIOD);
    clock.pass(PERIOD);
    scrubAllThatIsDue(store, PERIOD);
  }

  @Test
  void aByteThatAnotherProgramFlippedIsFoundWithoutAReading() throws IOException {
    BlockName name = Bodies.seal(store, Bodies.of("abcdef"));
    BlockName whole = Bodies.seal(store, Bodies.of("whole"));
    store.read(name, Touch.RENEW).orElseThrow().close();
    FileTime before = Files.getLastModifiedTime(fileOf(name));
    FileStores.damage(fileOf(name), "abcdeX");
    // Only the bytes tell: what the system says of the file is as it was.
    Files.setLastModifiedTime(fileOf(name), before);

    scrubAll();

    assertThat(fileOf(name)).doesNotExist();
    assertThat(asideOf(name)).hasContent("abcdeX");
    assertThat(store.figures().damaged()).isEqualTo(1);
    assertThat(store.figures().blocks()).hasValue(1);
    assertThat(store.read(name, Touch.KEEP)).isEmpty();
    assertThat(Bodies.readText(store, whole)).isEqualTo("whole");
  }

  @Test
  void aLargeBlockIsHashedToItsEnd() throws IOException {
    byte[] bytes = Bodies.bytes(StoreUnderTest.LIMIT);
    BlockName name = Bodies.seal(store, Bodies.of(bytes));
    bytes[bytes.length - 1]++;
    Files.setPosixFilePermissions(fileOf(name), StoredFile.SLOT);
    Files.write(fileOf(name), bytes);
    Files.setPosixFilePermissions(fileOf(name), StoredFile.SEALED);

    scrubAll();

    assertThat(asideOf(name)).exists();
    assertThat(store.figures().scrubbedBytes()).isEqualTo(bytes.length);
  }

  @Test
  void beingScrubbedIsNoTouch() throws IOException {
    BlockName name = Bodies.seal(store, Bodies.of("abcdef"));
    Instant touched = Files.getLastModifiedTime(fileOf(name)).toInstant();

    scrubAll();

    assertThat(store.figures().scrubbed()).isEqualTo(1);
    assertThat(Files.getLastModifiedTime(fileOf(name)).toInstant()).isEqualTo(touched);
    assertThat(store.expire(clock.instant().minusSeconds(1))).isEqualTo(1);
  }

  @Test
  void aSlotIsLeftAlone() throws IOException {
    BlockName slot = Bodies.nameOf("slot");
    Bodies.write(store, slot, "value");
    BlockName foreign = Bodies.nameOf("foreign");
    Files.writeString(fileOf(foreign), "another value");

    scrubAll();

    assertThat(Bodies.readText(store, slot)).isEqualTo("value");
    assertThat(Bodies.readText(store, foreign)).isEqualTo("another value");
    assertThat(store.figures().scrubbed()).isZero();
  }

  @Test
  void aPassIsSpreadOverThePeriod() throws IOException {
    int blocks = 100;
    List<BlockName> names = sealed(blocks);
    store.scrub(PERIOD);
    assertThat(store.figures().scrubbed()).isZero();

    for (int tenth = 1; tenth <= 9; tenth++) {
      clock.pass(PERIOD.dividedBy(10));
      scrubAllThatIsDue(store, PERIOD);
      assertThat(store.figures().scrubbed()).isBetween(tenth * 10L, tenth * 10L + 1);
    }
    clock.pass(PERIOD.dividedBy(10));
    scrubAllThatIsDue(store, PERIOD);
    assertThat(store.figures().scrubbed()).isEqualTo(names.size());
  }

  @Test
  void theNextPassBeginsWhenThePeriodIsOver() throws IOException {
    BlockName name = Bodies.seal(store, Bodies.of("abcdef"));
    scrubAll();
    FileStores.damage(fileOf(name), "abcdeX");

    clock.pass(PERIOD);
    scrubAllThatIsDue(store, PERIOD);

    assertThat(asideOf(name)).exists();
  }

  @ParameterizedTest
  @ValueSource(longs = {-10_000, -1, 1, 10_000})
  void aPassTakesThePeriodWhateverTheWallClockDoes(long days) throws IOException {
    sealed(10);
    store.scrub(PERIOD);
    clock.step(Duration.ofDays(days));
    scrubAllThatIsDue(store, PERIOD);
    assertThat(store.figures().scrubbed()).isZero();

    clock.pass(PERIOD);
    scrubAllThatIsDue(store, PERIOD);
    assertThat(store.figures().scrubbed()).isEqualTo(10);
  }

  @Test
  void aFileThatVanishesMeanwhileIsNoDamage() throws IOException {
    List<BlockName> names = sealed(3);
    store.scrub(PERIOD);
    for (BlockName name : names) {
      Files.delete(fileOf(name));
    }
    clock.pass(PERIOD);
    scrubAllThatIsDue(store, PERIOD);

    assertThat(store.figures().scrubbed()).isZero();
    assertThat(store.figures().damaged()).isZero();
  }

  @Test
  void nothingIsScrubbedBeforeTheBlocksAreCounted() throws IOException {
    sealed(3);
    store.close();
    store = FileBlockStore.open(FileStores.settings(directory), StoreUnderTest.guard(), clock);
    scrubAll();
    assertThat(store.figures().scrubbed()).isZero();

    store.expire(Instant.EPOCH);
    scrubAll();
    assertThat(store.figures().scrubbed()).isEqualTo(3);
  }

  @Test
  void aClosedStoreHoldsNothingOfThePassOpen() throws IOException {
    sealed(20);
    store.scrub(PERIOD);
    clock.pass(PERIOD.dividedBy(2));
    store.scrub(PERIOD);
    assertThat(handlesOfTheDirectory()).isPositive();

    store.close();

    assertRefused(Refusal.CLOSED, () -> store.scrub(PERIOD));
    assertThat(handlesOfTheDirectory()).isZero();
  }

  /** How often this process has the directory open. */
  private int handlesOfTheDirectory() throws IOException {
    int count = 0;
    try (var handles = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path handle : handles) {
        if (Files.isSymbolicLink(handle) && target(handle).equals(directory.toRealPath())) {
          count++;
        }
      }
    }
    return count;
  }

  private static Path target(Path handle) throws IOException {
    try {
      return Files.readSymbolicLink(handle);
    } catch (NoSuchFileException e) {
      // It was the one that this listing itself had open.
      return handle;
    }
  }

  @Test
  void scrubbingADirectoryThatHasVanishedFails() throws IOException {
    sealed(3);
    store.scrub(PERIOD);
    Path elsewhere = directory.resolveSibling("elsewhere-" + directory.getFileName());
    Files.move(directory, elsewhere);
    try {
      clock.pass(PERIOD);
      assertRefused(Refusal.STORE_FAILED, () -> store.scrub(PERIOD));
      assertRefused(Refusal.STORE_FAILED, () -> store.checkUsable());
    } finally {
      Files.move(elsewhere, directory);
    }
    clock.step(PERIOD.multipliedBy(-100));
    scrubAll();
    scrubAll();
    assertThat(store.figures().damaged()).isZero();
    assertThat(store.figures().scrubbed()).isGreaterThanOrEqualTo(3);
  }
}
