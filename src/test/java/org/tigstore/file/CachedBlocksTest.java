package org.tigstore.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Condition;
import org.tigstore.block.ManualClock;
import org.tigstore.block.Refusal;
import org.tigstore.block.StoreUnderTest;
import org.tigstore.block.Touch;
import org.tigstore.protocol.Reads;
import org.tigstore.protocol.Representation;
import org.tigstore.protocol.RequestStores;

/** A block that is cached, and not touched at every reading, is never one that was. */
class CachedBlocksTest {
  private static final Duration TOUCH_INTERVAL = Duration.ofMinutes(5);
  private static final BlockName SLOT = Bodies.nameOf("slot");

  private final ManualClock clock = new ManualClock();
  @TempDir Path directory;
  private FileBlockStore store;

  @BeforeEach
  void readASlotTwice() throws IOException {
    FileStoreSettings settings = FileStores.settings(directory, TOUCH_INTERVAL);
    store = FileBlockStore.open(settings, StoreUnderTest.guard(), clock);
    Bodies.write(store, SLOT, "one");
    assertThat(slot()).isEqualTo("one");
    assertThat(slot()).isEqualTo("one");
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private String slot() throws IOException {
    try (Block block = store.read(SLOT, Touch.RENEW).orElseThrow()) {
      return new String(block.bytes().readAllBytes(), UTF_8);
    }
  }

  private Path file() {
    return directory.resolve(SLOT.toString());
  }

  private Instant fileTime() throws IOException {
    return Files.getLastModifiedTime(file()).toInstant();
  }

  @Test
  void anotherValueIsSeenAtOnce() throws IOException {
    Bodies.write(store, SLOT, "two");

    assertThat(slot()).isEqualTo("two");
  }

  @Test
  void anAppendIsSeenAtOnce() throws IOException {
    Bodies.append(store, SLOT, " and two");

    assertThat(slot()).isEqualTo("one and two");
  }

  @Test
  void aDeletedSlotIsGoneAtOnce() throws IOException {
    store.delete(SLOT, Condition.NONE);

    assertThat(store.read(SLOT, Touch.RENEW)).isEmpty();
    assertThat(store.readAgain(SLOT)).isEmpty();
  }

  @Test
  void aTakenSlotIsGoneAtOnce() throws IOException {
    store.take(SLOT, Condition.NONE).orElseThrow().close();

    assertThat(store.read(SLOT, Touch.RENEW)).isEmpty();
  }

  @Test
  void anExpiredSlotIsGoneAtOnce() throws IOException {
    assertThat(store.expire(clock.instant().plusSeconds(1))).isEqualTo(1);

    assertThat(store.read(SLOT, Touch.RENEW)).isEmpty();
  }

  @Test
  void whatAnotherProgramDoesIsSeenAtOnce() throws IOException {
    Files.writeString(file(), "two");
    Files.setLastModifiedTime(file(), FileTime.from(clock.instant().plusSeconds(1)));
    assertThat(slot()).isEqualTo("two");

    Files.delete(file());
    assertThat(store.read(SLOT, Touch.RENEW)).isEmpty();
  }

  @Test
  void aValueTooLargeToBeCachedIsSeenAtOnce() throws IOException {
    String large = "x".repeat(ContentCache.FEW_BYTES);
    Bodies.append(store, SLOT, large);
    assertThat(slot()).isEqualTo("one" + large);
    assertThat(slotAgain()).isEqualTo("one" + large);

    Bodies.write(store, SLOT, "two");
    assertThat(slot()).isEqualTo("two");
    Bodies.write(store, SLOT, large + large);
    assertThat(slotAgain()).isEqualTo(large + large);
  }

  private String slotAgain() throws IOException {
    try (Block block = store.readAgain(SLOT).orElseThrow()) {
      return new String(block.bytes().readAllBytes(), UTF_8);
    }
  }

  @Test
  void aBurstReadsASealedBlockAndNotTheChannelThatSquattedOnItsName() throws IOException {
    String sealed = "s".repeat(ContentCache.FEW_BYTES + 1);
    Bodies.write(store, SLOT, "t".repeat(sealed.length()));
    BlockName name = Bodies.nameOf(sealed);
    Bodies.write(store, name, "Read only channel to tig /" + SLOT);
    store.read(name, Touch.RENEW).orElseThrow().close();
    Bodies.seal(store, Bodies.of(sealed));
    BlockName index = Bodies.seal(store, Bodies.of(name.toString()));

    try (Representation burst = new Reads(RequestStores.within(store)).burst(index, Touch.RENEW)) {
      assertThat(burst.content().bytes().readAllBytes()).isEqualTo(sealed.getBytes(UTF_8));
    }
  }

  @Test
  void aClosedStoreReadsNothingFromMemory() throws IOException {
    store.close();

    assertRefused(Refusal.CLOSED, () -> store.read(SLOT, Touch.KEEP));
    assertRefused(Refusal.CLOSED, () -> store.readAgain(SLOT));
  }

  @Test
  void readingTouchesNoSoonerThanAnIntervalLater() throws IOException {
    Instant written = clock.instant();
    clock.pass(TOUCH_INTERVAL.minusSeconds(1));
    assertThat(slot()).isEqualTo("one");
    assertThat(fileTime()).isEqualTo(written);

    clock.pass(Duration.ofSeconds(1));
    assertThat(slot()).isEqualTo("one");
    assertThat(fileTime()).isEqualTo(clock.instant());
    try (Block block = store.read(SLOT, Touch.KEEP).orElseThrow()) {
      assertThat(block.lastTouched()).isEqualTo(clock.instant());
    }
  }
}
