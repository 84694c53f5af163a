package org.tigstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.tigstore.block.Bodies.nameOf;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.Touch;

/** Content, metadata and touches of a read. */
class ReadsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LARGEST_TAGGED = 1024 * 1024;

  @RegisterExtension final MemoryTig tig = new MemoryTig();

  private Representation read(BlockName name) throws IOException {
    return tig.reads().read(name, Touch.KEEP);
  }

  @Test
  void sealedBlockIsImmutableAndTaggedWithItsName() throws IOException {
    BlockName name = tig.sealed("abc");

    try (Representation read = read(name)) {
      assertThat(read.content().length()).isEqualTo(3);
      assertThat(read.tag()).contains(name);
      assertThat(read.immutable()).isTrue();
      assertThat(MemoryTig.text(read)).isEqualTo("abc");
    }
  }

  @Test
  void slotIsMutableAndTaggedWithTheHashOfItsValue() throws IOException {
    BlockName slot = tig.slot("abc");

    try (Representation read = read(slot)) {
      assertThat(read.tag()).contains(nameOf("abc"));
      assertThat(read.immutable()).isFalse();
      assertThat(MemoryTig.text(read)).isEqualTo("abc");
    }
  }

  @Test
  void onlySlotsAreTooLargeForATag() throws IOException {
    String largest = "x".repeat(LARGEST_TAGGED);
    try (Representation tagged = read(tig.slot(largest));
        Representation larger = read(tig.slot(largest + "x"));
        Representation sealed = read(tig.sealed(largest + "x"))) {
      assertThat(tagged.tag()).contains(nameOf(largest));
      assertThat(larger.tag()).isEmpty();
      assertThat(sealed.tag()).contains(nameOf(largest + "x"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void missingBlockIsMissing(Touch touch) {
    tig.assertRefusedUnchanged(Refusal.MISSING, () -> tig.reads().read(tig.freshSlot(), touch));
  }

  @Test
  void readingRestartsRetentionOnlyIfAsked() throws IOException {
    for (BlockName name : new BlockName[] {tig.sealed("abc"), tig.slot("value")}) {
      Instant made = tig.touched(name);
      tig.pass(MINUTE);

      try (Representation left = tig.reads().read(name, Touch.KEEP)) {
        assertThat(left.lastTouched()).isEqualTo(made);
      }
      assertThat(tig.touched(name)).isEqualTo(made);
      try (Representation touched = tig.reads().read(name, Touch.RENEW)) {
        assertThat(touched.lastTouched()).isEqualTo(tig.now());
      }
      assertThat(tig.touched(name)).isEqualTo(tig.now());
    }
  }

  @Test
  void readingPostponesExpiryAndLookingDoesNot() throws IOException {
    BlockName read = tig.sealed("read");
    BlockName lookedAt = tig.sealed("looked at");
    tig.pass(MINUTE);
    tig.reads().read(read, Touch.RENEW).close();
    tig.reads().read(lookedAt, Touch.KEEP).close();

    tig.expire(tig.now());

    assertThat(tig.value(read)).isPresent();
    assertThat(tig.value(lookedAt)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void storeErrorsArePassedOn(Refusal refusal) throws IOException {
    BlockName name = tig.sealed("abc");
    tig.store().refuse(name, refusal);

    tig.assertRefusedUnchanged(refusal, () -> tig.reads().read(name, Touch.RENEW));
    tig.assertRefusedUnchanged(refusal, () -> tig.reads().burst(name, Touch.RENEW));
  }

  @Test
  void unreadableBytesLeaveNothingOpen() throws IOException {
    BlockName broken = tig.sealed("abc");
    BlockName channel = tig.sealed("Read only channel to tig /" + broken);
    tig.store().breakBytes(broken);

    assertThatIOException().isThrownBy(() -> read(broken));
    assertThatIOException().isThrownBy(() -> read(channel));
    assertThatIOException().isThrownBy(() -> tig.reads().burst(broken, Touch.KEEP));
  }

  @Test
  void openReaderKeepsItsValue() throws IOException {
    BlockName slot = tig.slot("before");

    try (Representation begun = read(slot)) {
      tig.writes().delete(slot, Condition.NONE);

      assertThat(MemoryTig.text(begun)).isEqualTo("before");
    }
  }
}
