package org.tigstore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** A store is usable as long as it can do what it is there for, alone. */
class UsableTest {
  private static final BlockName SLOT = Bodies.nameOf("slot");
  private static final List<String> LOCKS = List.of("lock", "owner");
  @TempDir Path directory;
  private FileBlockStore store;

  @BeforeEach
  void open() throws IOException {
    store = FileStores.open(directory);
    Bodies.write(store, SLOT, "value");
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Path work(String name) {
    return directory.resolve(".tigstore").resolve(name);
  }

  private void assertUnusable(String reason) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(store::checkUsable)
        .returns(Refusal.STORE_FAILED, RefusedException::refusal)
        .returns(reason, RefusedException::reason);
  }

  private void assertServing() throws IOException {
    assertThat(Bodies.readText(store, SLOT)).isEqualTo("value");
    Bodies.write(store, SLOT, "other");
    Bodies.append(store, SLOT, "!");
    assertThat(Bodies.readText(store, SLOT)).isEqualTo("other!");
    Bodies.write(store, SLOT, "value");
  }

  private void assertNoSecondStore() {
    assertThatExceptionOfType(UnusableDirectoryException.class)
        .isThrownBy(() -> FileStores.open(directory))
        .withMessageContaining("another tig holds the lock");
  }

  @Test
  void aCheckLeavesNothingBehindAndTakesAwayWhatIsLeftOfAnother() throws IOException {
    store.checkUsable();
    assertThat(directory).isDirectoryNotContaining("glob:**probe*");
    assertThat(work("uploads")).isEmptyDirectory();

    Files.writeString(directory.resolve(".tigstore-probe"), "of a process that was killed");
    assertThat(store.newestFirst()).toIterable().containsExactly(SLOT);
    assertThat(store.expire(Instant.EPOCH)).isZero();
    assertThat(store.figures().blocks()).hasValue(1);
    store.checkUsable();
    assertThat(directory).isDirectoryNotContaining("glob:**probe*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uploads", "appends", "damaged"})
  void aWorkDirectoryThatHasVanishedIsMissed(String name) throws IOException {
    Path moved = Files.move(work(name), work("elsewhere"));
    assertUnusable("a work directory of the store has vanished");
    Files.move(moved, work(name));
    store.checkUsable();
    assertServing();
  }

  @Test
  void whatFailsForLackOfAWorkDirectorySaysSo() throws IOException {
    Files.delete(work("appends"));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Bodies.append(store, SLOT, "x"))
        .withMessage("a work directory of the store has vanished");
    assertThat(Bodies.readText(store, SLOT)).isEqualTo("value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "owner"})
  void aDeletedLockLetsNobodyElseIn(String name) throws IOException {
    Path upload = Files.writeString(work("uploads/being-received"), "half a body");
    Files.delete(work(name));
    assertNoSecondStore();
    assertThat(upload).hasContent("half a body");
    assertUnusable("the lock of the data directory was deleted or replaced");
    assertServing();

    store.close();
    open();
    store.checkUsable();
    assertServing();
  }

  @Test
  void aStoreWhoseLocksAreTakenChangesNothingMore() throws IOException {
    for (String name : LOCKS) {
      Files.delete(work(name));
    }
    assertUnusable("the lock of the data directory was deleted or replaced");
    assertServing();
    try (FileBlockStore second = FileStores.open(directory)) {
      assertUnusable("the lock of the data directory was deleted or replaced");
      assertRefused(Refusal.STORE_FAILED, () -> Bodies.write(store, SLOT, "x"));
      assertRefused(Refusal.STORE_FAILED, () -> Bodies.append(store, SLOT, "x"));
      assertRefused(Refusal.STORE_FAILED, () -> store.delete(SLOT, Condition.NONE));
      assertRefused(Refusal.STORE_FAILED, () -> Bodies.seal(store, Bodies.of("x")));
      assertRefused(Refusal.STORE_FAILED, () -> store.take(SLOT, Condition.NONE));
      assertRefused(Refusal.STORE_FAILED, () -> store.expire(Instant.now().plusSeconds(60)));
      assertRefused(Refusal.STORE_FAILED, store::checkUsable);
      assertThat(Bodies.readText(second, SLOT)).isEqualTo("value");
      second.checkUsable();
      store.close();
      second.checkUsable();
      assertNoSecondStore();
    }
  }

  @Test
  void whatLooksOldToACleanerIsRenewed() throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(30)));
    List<Path> kept = List.of(work("lock"), work("owner"), work("appends"), work("damaged"));
    for (Path path : kept) {
      Files.setLastModifiedTime(path, old);
    }
    store.checkUsable();
    for (Path path : kept) {
      assertThat(Files.getLastModifiedTime(path)).as("%s", path).isGreaterThan(old);
    }
  }

  @Test
  void aProbeThatCannotGetItsNameFailsTheCheck() throws IOException {
    Files.createDirectories(directory.resolve(".tigstore-probe/something"));
    assertRefused(Refusal.STORE_FAILED, store::checkUsable);
    Files.delete(directory.resolve(".tigstore-probe/something"));
    assertThatCode(() -> assertServing()).doesNotThrowAnyException();
  }
}
