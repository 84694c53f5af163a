package org.tigstore.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.SlotGuard;
import org.tigstore.block.StoreUnderTest;
import org.tigstore.block.TimeSource;
import org.tigstore.block.Touch;
import org.tigstore.protocol.RequestStores;
import org.tigstore.protocol.Writes;

/** A sealed block whose file was changed by something else is never given as if it were whole. */
class DamageTest {
  private static final int LARGE = ContentCache.FEW_BYTES + 1;

  @TempDir Path directory;
  private FileBlockStore store;
  private BlockName name;

  @BeforeEach
  void sealOne() throws IOException {
    store = FileStores.open(directory);
    name = Bodies.seal(store, Bodies.of("abcdef"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  /** One that is too large to be held in memory takes the place of the small one. */
  private void sealLarge() throws IOException {
    name = Bodies.seal(store, Bodies.of(Bodies.bytes(LARGE)));
  }

  private Path file() {
    return directory.resolve(name.toString());
  }

  /** Puts other bytes into the file, its permissions and identity as they were. */
  private void damage(String bytes) throws IOException {
    FileStores.damage(file(), bytes);
  }

  @Test
  void damageIsReportedAndSetAside() throws IOException {
    damage("abcdeX");

    assertRefused(Refusal.DAMAGED, () -> store.read(name, Touch.RENEW));

    assertThat(file()).doesNotExist();
    assertThat(directory.resolve(".tigstore/damaged/" + name)).hasContent("abcdeX");
    assertThat(store.read(name, Touch.RENEW)).isEmpty();
  }

  @Test
  void aShorterFileIsDamage() throws IOException {
    damage("abc");

    assertRefused(Refusal.DAMAGED, () -> store.read(name, Touch.KEEP));
  }

  @Test
  void sealingAgainHealsDamageThatNobodyHasReadYet() throws IOException {
    damage("abcdeX");

    Bodies.seal(store, Bodies.of("abcdef"));

    assertThat(Bodies.readText(store, name)).isEqualTo("abcdef");
  }

  @Test
  void sealingAgainHealsDamageThatWasSetAside() throws IOException {
    damage("abcdeX");
    assertRefused(Refusal.DAMAGED, () -> store.read(name, Touch.KEEP));

    Bodies.seal(store, Bodies.of("abcdef"));

    assertThat(Bodies.readText(store, name)).isEqualTo("abcdef");
  }

  @Test
  void aDamagedBlockIsNoSlot() throws IOException {
    damage("abcdeX");

    assertRefused(Refusal.DAMAGED, () -> store.take(name, Condition.NONE));
  }

  @Test
  void damageIsFoundAfterARestart() throws IOException {
    store.close();
    damage("abcdeX");
    store = FileStores.open(directory);

    assertRefused(Refusal.DAMAGED, () -> store.read(name, Touch.KEEP));
  }

  @Test
  void damageThatHidesItsTimeIsFoundAfterARestart() throws IOException {
    FileTime before = Files.getLastModifiedTime(file());
    store.close();
    damage("abcdeX");
    Files.setLastModifiedTime(file(), before);
    store = FileStores.open(directory);

    assertRefused(Refusal.DAMAGED, () -> store.read(name, Touch.KEEP));
  }

  @Test
  void damageThatHidesItsTimeIsFoundAtOnceIfEveryReadingVerifies() throws IOException {
    store.close();
    FileStoreSettings settings =
        new FileStoreSettings(
            directory,
            StoreUnderTest.LIMIT,
            0,
            Durability.NONE,
            Verification.ALWAYS,
            Duration.ZERO,
            Duration.ZERO);
    store = FileBlockStore.open(settings, SlotGuard.NONE, TimeSource.SYSTEM);
    assertThat(Bodies.readText(store, name)).isEqualTo("abcdef");
    FileTime before = Files.getLastModifiedTime(file());
    damage("abcdeX");
    Files.setLastModifiedTime(file(), before);

    assertRefused(Refusal.DAMAGED, () -> store.read(name, Touch.KEEP));
  }

  @Test
  void aSealedBlockThatAnotherProgramWroteIsKnownByItsBytes() throws IOException {
    BlockName foreign = Bodies.nameOf("foreign");
    Files.writeString(directory.resolve(foreign.toString()), "foreign");

    assertRefused(Refusal.SEALED, () -> Bodies.write(store, foreign, "x"));
    assertThat(Files.getPosixFilePermissions(directory.resolve(foreign.toString())))
        .isEqualTo(StoredFile.SEALED);
  }

  @Test
  void aSlotThatAnotherProgramChangedIsReadAsItIs() throws IOException {
    BlockName slot = Bodies.nameOf("slot");
    Bodies.write(store, slot, "one");
    Files.writeString(directory.resolve(slot.toString()), "two");
    Files.setLastModifiedTime(
        directory.resolve(slot.toString()), FileTime.from(Instant.EPOCH.plusSeconds(1)));

    assertThat(Bodies.readText(store, slot)).isEqualTo("two");
    try (var block = store.read(slot, Touch.KEEP).orElseThrow()) {
      assertThat(block.contentName()).contains(Bodies.nameOf("two"));
    }
  }

  @Test
  void aSlotWithoutWritePermissionIsNotDamaged() throws IOException {
    BlockName slot = Bodies.nameOf("slot");
    Bodies.write(store, slot, "one");
    Files.setPosixFilePermissions(
        directory.resolve(slot.toString()), PosixFilePermissions.fromString("r--r--r--"));

    assertThat(Bodies.readText(store, slot)).isEqualTo("one");
  }

  @Test
  void aSealedBlockThatIsChangedWhileItIsReadIsNotReadToItsEnd() throws IOException {
    sealLarge();
    try (var block = store.read(name, Touch.KEEP).orElseThrow()) {
      damage("X".repeat(LARGE));

      assertThatIOException().isThrownBy(() -> block.bytes().readAllBytes());
    }
  }

  @Test
  void aSmallBlockThatIsChangedWhileItIsReadIsReadAsItWas() throws IOException {
    try (var block = store.read(name, Touch.RENEW).orElseThrow()) {
      damage("abcdeX");

      assertThat(block.bytes().readAllBytes()).isEqualTo("abcdef".getBytes(US_ASCII));
    }
    assertRefused(Refusal.DAMAGED, () -> store.read(name, Touch.KEEP));
  }

  @Test
  void aSealedBlockThatIsTouchedOrSealedAgainWhileItIsReadIsReadToItsEnd() throws IOException {
    try (var block = store.read(name, Touch.KEEP).orElseThrow()) {
      store.read(name, Touch.RENEW).orElseThrow().close();
      assertThat(block.bytes().readAllBytes()).hasSize(6);
      Bodies.seal(store, Bodies.of("abcdef"));
      assertThat(block.bytes().readAllBytes()).hasSize(6);
      store.expire(Instant.now().plusSeconds(60));
      assertThat(block.bytes().readAllBytes()).hasSize(6);
    }
  }

  @Test
  void writingTheNamesOwnBytesHealsDamageAtOnce() throws IOException {
    damage("abcdeX");

    new Writes(RequestStores.within(store))
        .write(name, Bodies.of("abcdef"), Writes.Mode.REPLACE, Condition.NONE);

    assertThat(Bodies.readText(store, name)).isEqualTo("abcdef");
  }

  @Test
  void damagedBlocksExpireToo() throws IOException {
    damage("abcdeX");
    assertRefused(Refusal.DAMAGED, () -> store.read(name, Touch.KEEP));
    Path aside = directory.resolve(".tigstore/damaged/" + name);

    store.expire(Instant.now().minusSeconds(60));
    assertThat(aside).exists();
    store.expire(Instant.now().plusSeconds(60));
    assertThat(aside).doesNotExist();
  }

  @Test
  void aBlockThatShrinksWhileItIsReadDoesNotEndEarly() throws IOException {
    sealLarge();
    try (var block = store.read(name, Touch.KEEP).orElseThrow()) {
      damage("abc");

      assertThatIOException().isThrownBy(() -> block.bytes().readAllBytes());
    }
  }
}
