package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;
import org.tigstore.file.UnusableDirectoryException;

/** One store at a time holds a directory, across processes and within one. */
class DirectoryLockIT {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir(factory = UnderTarget.class)
  private Path path;

  @Test
  void aSecondProcessIsToldThatAnotherHoldsTheDirectory() throws Exception {
    try (JavaProcess first = holder(SHORT)) {
      first.awaitLine("holding");
      try (JavaProcess second = holder(SHORT)) {
        assertThat(second.awaitLine("unusable "))
            .startsWith("another tig holds the lock " + path)
            .contains("one process at a time");
        assertThat(second.awaitEnd()).isZero();
      }
      assertThat(first.closeInput()).isZero();
    }
  }

  @Test
  void aWaitingProcessGetsTheDirectoryWhenTheHolderEnds() throws Exception {
    try (JavaProcess first = holder(SHORT)) {
      first.awaitLine("holding");
      try (JavaProcess second = holder(LONG)) {
        second.awaitLine("waiting");
        assertThat(first.closeInput()).isZero();
        second.awaitLine("holding");
      }
    }
  }

  @Test
  void theDirectoryIsFreeAtOnceWhenItsHolderIsKilled() throws Exception {
    try (JavaProcess first = holder(SHORT)) {
      first.awaitLine("holding");
      assertHeld();
      first.kill();
    }
    assertFree();
  }

  @Test
  void aFailedSecondOpeningInTheHoldersProcessDoesNotFreeTheDirectory() throws Exception {
    try (JavaProcess first = holder(SHORT, 2)) {
      first.awaitLine("refused another tig holds the lock");
      first.awaitLine("refused another tig holds the lock");
      first.awaitLine("holding");
      assertHeld();
    }
  }

  @Test
  void aSecondStoreInTheSameProcessIsRefusedUntilTheFirstIsClosed() throws Exception {
    FileBlockStore first = directory().open(Durability.NONE);
    try (first) {
      assertHeld();
      assertHeld();
    }
    assertFree();
    first.close();
    assertFree();
  }

  @Test
  void closingAStoreTwiceDoesNotFreeTheDirectoryOfTheNextOne() throws Exception {
    FileBlockStore first = directory().open(Durability.NONE);
    first.close();
    try (FileBlockStore second = directory().open(Durability.NONE)) {
      first.close();
      assertHeld();
      assertThat(second.newestFirst()).isExhausted();
    }
  }

  @Test
  void aSecondStoreInTheSameProcessWaitsForTheFirst() throws Exception {
    FutureTask<Boolean> opening = new FutureTask<>(this::openAndClose);
    Thread thread = new Thread(opening, "second store");
    try (FileBlockStore first = directory().open(Durability.NONE)) {
      thread.start();
      Eventually.holds("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
      assertThat(opening).isNotDone();
      assertThat(first.newestFirst()).isExhausted();
    }
    assertThat(opening.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private boolean openAndClose() throws IOException {
    try (FileBlockStore store = directory().open(Durability.NONE, LONG)) {
      return !store.newestFirst().hasNext();
    }
  }

  private void assertHeld() {
    assertThatThrownBy(this::assertFree)
        .isInstanceOf(UnusableDirectoryException.class)
        .hasMessageStartingWith("another tig holds the lock");
  }

  private void assertFree() throws IOException {
    try (FileBlockStore store = directory().open(Durability.NONE)) {
      assertThat(store.newestFirst()).isExhausted();
    }
  }

  private StoreDirectory directory() {
    return new StoreDirectory(path);
  }

  private JavaProcess holder(Duration lockWait) throws IOException {
    return holder(lockWait, 0);
  }

  private JavaProcess holder(Duration lockWait, int moreOpenings) throws IOException {
    return new JavaCommand(HoldingProcess.class)
        .with("-Xmx32m")
        .start(path.toString(), lockWait.toString(), Integer.toString(moreOpenings));
  }
}
