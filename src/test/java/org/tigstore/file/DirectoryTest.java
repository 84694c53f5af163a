package org.tigstore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.Sha256;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/** What lies in the directory, before, during and after. */
class DirectoryTest {
  private static final BlockName SLOT = Bodies.nameOf("slot");
  @TempDir Path directory;

  private Path fileOf(BlockName name) {
    return directory.resolve(name.toString());
  }

  private Path work() {
    return directory.resolve(".tigstore");
  }

  @Test
  void aBlockIsOneFileOfItsNameAndBytes() throws IOException {
    try (FileBlockStore store = FileStores.open(directory)) {
      BlockName sealed = Bodies.seal(store, Bodies.of("abc"));
      Bodies.write(store, SLOT, "value");

      assertThat(fileOf(sealed)).hasContent("abc");
      assertThat(Files.getPosixFilePermissions(fileOf(sealed))).isEqualTo(StoredFile.SEALED);
      assertThat(fileOf(SLOT)).hasContent("value");
      assertThat(Files.getPosixFilePermissions(fileOf(SLOT))).isEqualTo(StoredFile.SLOT);
    }
  }

  @Test
  void aNewStoreReadsWhatAnEarlierOneWrote() throws IOException {
    BlockName sealed;
    try (FileBlockStore store = FileStores.open(directory)) {
      sealed = Bodies.seal(store, Bodies.of("abc"));
      Bodies.write(store, SLOT, "value");
    }
    try (FileBlockStore store = FileStores.open(directory)) {
      assertThat(Bodies.readText(store, sealed)).isEqualTo("abc");
      assertThat(Bodies.readText(store, SLOT)).isEqualTo("value");
      assertRefused(Refusal.SEALED, () -> Bodies.write(store, sealed, "x"));
      Bodies.write(store, SLOT, "new value");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 90_000})
  void whatAHardLinkKeepsStaysAsItIs(int size) throws IOException {
    String value = "v".repeat(size);
    Path kept = directory.resolve("kept");
    try (FileBlockStore store = FileStores.open(directory)) {
      Bodies.append(store, SLOT, value);
      Files.createLink(kept, fileOf(SLOT));
      Bodies.append(store, SLOT, "one");
      Bodies.append(store, SLOT, value);
      assertThat(Bodies.readText(store, SLOT)).isEqualTo(value + "one" + value);
      store.take(SLOT, Condition.NONE).orElseThrow().close();
    }
    assertThat(kept).hasContent(value);
    assertThat(work().resolve("uploads")).isEmptyDirectory();
  }

  @Test
  void refusedAndForgottenUploadsLeaveNothingBehind() throws IOException {
    try (FileBlockStore store = FileStores.open(directory)) {
      byte[] large = Bodies.bytes(100_000);
      store.receive(Bodies.of(large)).close();
      assertRefused(
          Refusal.BODY_INCOMPLETE,
          () -> store.receive(new Body(new ByteArrayInputStream(large), 100_001)));
      assertRefused(
          Refusal.TOO_LARGE, () -> store.receive(Bodies.ofUnknownLength(Bodies.bytes(300_000))));
      Bodies.seal(store, Bodies.of(large));
      Bodies.append(store, SLOT, "one");
      Bodies.append(store, SLOT, "two");

      assertThat(work().resolve("uploads")).isEmptyDirectory();
      assertThat(work().resolve("appends")).isEmptyDirectory();
    }
  }

  @Test
  void whatAnEarlierProcessNeverFinishedIsUndone() throws IOException {
    try (FileBlockStore store = FileStores.open(directory)) {
      Bodies.write(store, SLOT, "value");
    }
    Files.writeString(work().resolve("uploads/7"), "half an upl");
    Files.writeString(fileOf(SLOT), "value and half an app");
    Files.createFile(work().resolve("appends/" + SLOT + "-5"));

    try (FileBlockStore store = FileStores.open(directory)) {
      assertThat(Bodies.readText(store, SLOT)).isEqualTo("value");
      assertThat(work().resolve("uploads")).isEmptyDirectory();
      assertThat(work().resolve("appends")).isEmptyDirectory();
    }
  }

  @Test
  void anUnfinishedAppendToABlockThatIsGoneIsForgotten() throws IOException {
    FileStores.open(directory).close();
    Files.createFile(work().resolve("appends/" + SLOT + "-5"));

    try (FileBlockStore store = FileStores.open(directory)) {
      assertThat(store.read(SLOT, Touch.KEEP)).isEmpty();
      assertThat(work().resolve("appends")).isEmptyDirectory();
    }
  }

  @Test
  void aLinkIsNoBlockAndIsNeverFollowed() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    try (FileBlockStore store = FileStores.open(directory)) {
      Files.createSymbolicLink(fileOf(SLOT), secret);

      assertThat(store.read(SLOT, Touch.RENEW)).isEmpty();
      assertThat(store.newestFirst().hasNext()).isFalse();
      assertRefused(Refusal.TAKEN, () -> Bodies.write(store, SLOT, "value", Condition.VACANT));
      Bodies.write(store, SLOT, "value");

      assertThat(secret).hasContent("secret");
      assertThat(Bodies.readText(store, SLOT)).isEqualTo("value");
    }
  }

  @Test
  void aDirectoryInABlocksPlaceIsLeftAlone() throws IOException {
    try (FileBlockStore store = FileStores.open(directory)) {
      Files.createDirectory(fileOf(SLOT));

      assertThat(store.read(SLOT, Touch.RENEW)).isEmpty();
      assertRefused(Refusal.STORE_FAILED, () -> Bodies.write(store, SLOT, "value"));
      assertRefused(Refusal.MISSING, () -> store.delete(SLOT, Condition.NONE));
      assertThat(fileOf(SLOT)).isEmptyDirectory();
      assertThat(work().resolve("uploads")).isEmptyDirectory();
    }
  }

  @Test
  void otherFilesAreNeitherListedNorExpired() throws IOException {
    Path foreign = Files.writeString(directory.resolve("apikey"), "key");
    Path almost = Files.writeString(directory.resolve(SLOT.digits() + ".TIG"), "almost");
    try (FileBlockStore store = FileStores.open(directory)) {
      assertThat(store.newestFirst().hasNext()).isFalse();
      assertThat(store.expire(Instant.now().plusSeconds(60))).isZero();
    }
    assertThat(foreign).exists();
    assertThat(almost).exists();
  }

  @Test
  void aDirectoryServesOneStoreAtATime() throws IOException {
    FileBlockStore first = FileStores.open(directory);
    assertThatExceptionOfType(UnusableDirectoryException.class)
        .isThrownBy(() -> FileStores.open(directory))
        .withMessageContaining("one process at a time");
    first.close();

    FileStores.open(directory).close();
  }

  @Test
  void aClosedStoreChangesNothingMore() throws IOException {
    FileBlockStore first = FileStores.open(directory);
    byte[] large = Bodies.bytes(100_000);
    try (Upload upload = first.receive(Bodies.of(large))) {
      first.close();
      try (FileBlockStore second = FileStores.open(directory);
          Upload other = second.receive(Bodies.of(Bodies.bytes(150_000)))) {
        assertRefused(Refusal.CLOSED, upload::seal);
        assertRefused(Refusal.CLOSED, () -> first.read(SLOT, Touch.KEEP));
        other.seal();

        assertThat(second.read(Sha256.nameOf(large), Touch.KEEP)).isEmpty();
        assertThat(Bodies.read(second, other.contentName())).isEqualTo(Bodies.bytes(150_000));
      }
    }
  }

  @Test
  void aMissingDirectoryIsMadeIfItsParentIsThere() throws IOException {
    FileStores.open(directory.resolve("new")).close();

    assertThat(directory.resolve("new/.tigstore")).isDirectory();
    assertThatExceptionOfType(UnusableDirectoryException.class)
        .isThrownBy(() -> FileStores.open(directory.resolve("no/new")));
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatExceptionOfType(UnusableDirectoryException.class)
        .isThrownBy(() -> FileStores.open(file))
        .withMessageContaining("is not a directory");
  }

  @Test
  void aLinkIsNoWorkDirectory() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(work(), elsewhere);

    assertThatExceptionOfType(UnusableDirectoryException.class)
        .isThrownBy(() -> FileStores.open(directory));
    assertThat(elsewhere).isEmptyDirectory();
  }
}
