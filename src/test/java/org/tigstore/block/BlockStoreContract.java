package org.tigstore.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tigstore.block.Bodies.append;
import static org.tigstore.block.Bodies.nameOf;
import static org.tigstore.block.Bodies.read;
import static org.tigstore.block.Bodies.readText;
import static org.tigstore.block.Bodies.seal;
import static org.tigstore.block.Bodies.write;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every engine keeps. A test of an engine implements this and supplies a store with a limit of
 * {@link #LIMIT} bytes, {@link #clock()} as its clock, and a guard that refuses changes of slots
 * whose value is {@value #GUARDED}.
 */
public interface BlockStoreContract {
  /** The limit of the store under test. */
  int LIMIT = 200_000;

  /** The value that the guard of the store under test protects. */
  String GUARDED = "guarded";

  /** A slot's name. */
  BlockName SLOT = nameOf("the key of a slot");

  /** The store under test, the same one throughout a test. */
  BlockStore store();

  /** The clock of the store under test. */
  ManualClock clock();

  /** The guard for the store under test. */
  static SlotGuard guard() {
    return current -> {
      if (new String(current.bytes().readAllBytes(), UTF_8).equals(GUARDED)) {
        throw new RefusedException(Refusal.CHANNEL_CLOSED, "guarded");
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, LIMIT})
  default void sealedBytesReadBack(int length) throws IOException {
    byte[] bytes = Bodies.bytes(length);

    BlockName name = seal(store(), Bodies.of(bytes));

    assertThat(name).isEqualTo(Sha256.nameOf(bytes));
    assertThat(read(store(), name)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, LIMIT})
  default void bytesOfUnknownLengthReadBack(int length) throws IOException {
    byte[] bytes = Bodies.bytes(length);

    assertThat(read(store(), seal(store(), Bodies.ofUnknownLength(bytes)))).isEqualTo(bytes);
  }

  @Test
  default void aSealedBlockSaysSo() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));

    try (Block block = store().read(name, Touch.LEAVE).orElseThrow()) {
      assertThat(block.sealed()).isTrue();
      assertThat(block.name()).isEqualTo(name);
      assertThat(block.contentName()).contains(name);
      assertThat(block.length()).isEqualTo(3);
    }
  }

  @Test
  default void aSlotSaysSo() throws IOException {
    write(store(), SLOT, "abc");

    try (Block block = store().read(SLOT, Touch.LEAVE).orElseThrow()) {
      assertThat(block.sealed()).isFalse();
      assertThat(block.name()).isEqualTo(SLOT);
      assertThat(block.contentName()).contains(nameOf("abc"));
    }
  }

  @Test
  default void aMissingBlockReadsAsNone() throws IOException {
    assertThat(store().read(SLOT, Touch.RESTART)).isEmpty();
  }

  @Test
  default void anyRangeReadsBack() throws IOException {
    byte[] bytes = Bodies.bytes(100_000);
    BlockName name = seal(store(), Bodies.of(bytes));

    try (Block block = store().read(name, Touch.LEAVE).orElseThrow()) {
      assertThat(block.bytes(70_000, 20).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, 70_000, 70_020));
      assertThat(block.bytes(100_000, 0).readAllBytes()).isEmpty();
      assertThat(block.bytes(99_999, 1).read()).isEqualTo(bytes[99_999] & 0xff);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> block.bytes(99_999, 2));
    }
  }

  @Test
  default void sealingAgainChangesNothing() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));

    assertThat(seal(store(), Bodies.of("abc"))).isEqualTo(name);

    assertThat(readText(store(), name)).isEqualTo("abc");
  }

  @Test
  default void aSlotSquattingOnAnothersNameYields() throws IOException {
    write(store(), nameOf("abc"), "squatter");

    seal(store(), Bodies.of("abc"));

    assertThat(readText(store(), nameOf("abc"))).isEqualTo("abc");
  }

  @Test
  default void aBodyOverTheLimitIsRefused() {
    byte[] bytes = Bodies.bytes(LIMIT + 1);

    assertRefused(Refusal.TOO_LARGE, () -> store().receive(Bodies.of(bytes)));
    assertRefused(Refusal.TOO_LARGE, () -> store().receive(Bodies.ofUnknownLength(bytes)));
  }

  @Test
  default void aBodyAnnouncedOverTheLimitIsRefusedUnread() throws IOException {
    Body body = new Body(broken(), LIMIT + 1);

    assertRefused(Refusal.TOO_LARGE, () -> store().receive(body));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 70_000})
  default void aBodyThatEndsEarlyIsRefused(int length) {
    Body body = new Body(new ByteArrayInputStream(Bodies.bytes(length)), length + 1);

    assertRefused(Refusal.BODY_INCOMPLETE, () -> store().receive(body));
  }

  @Test
  default void aBodyThatGoesOnIsRefused() {
    Body body = new Body(new ByteArrayInputStream(Bodies.bytes(10)), 9);

    assertRefused(Refusal.BODY_INCOMPLETE, () -> store().receive(body));
  }

  @Test
  default void aBodyThatBreaksOffIsRefused() throws IOException {
    Body body = new Body(broken(), 5);

    assertRefused(Refusal.BODY_INCOMPLETE, () -> store().receive(body));
  }

  @Test
  default void aBodyThatIsNotTheAnnouncedOneIsRefused() {
    byte[] bytes = Bodies.bytes(10);
    List<BlockName> both = List.of(Sha256.nameOf(bytes), nameOf("another"));

    assertRefused(
        Refusal.DIGEST_MISMATCH,
        () -> store().receive(new Body(new ByteArrayInputStream(bytes), 10, both)));
    assertRefused(
        Refusal.DIGEST_MISMATCH,
        () ->
            store()
                .write(SLOT, new Body(new ByteArrayInputStream(bytes), 10, both), Condition.NONE));
  }

  /** A stream that throws when it is read. */
  private static InputStream broken() throws IOException {
    InputStream stream = new BufferedInputStream(InputStream.nullInputStream());
    stream.close();
    return stream;
  }

  @Test
  default void anUploadThatIsOnlyClosedStoresNothing() throws IOException {
    store().receive(Bodies.of("abc")).close();

    assertThat(store().read(nameOf("abc"), Touch.LEAVE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536, LIMIT})
  default void whatWasReceivedReadsBackAnyNumberOfTimes(int length) throws IOException {
    byte[] bytes = Bodies.bytes(length);

    try (Upload upload = store().receive(Bodies.ofUnknownLength(bytes))) {
      assertThat(upload.length()).isEqualTo(length);
      assertThat(upload.bytes().readAllBytes()).isEqualTo(bytes);
      assertThat(upload.bytes(length / 2, length - length / 2).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, length / 2, length));
    }
  }

  @Test
  default void aSlotTakesNewValues() throws IOException {
    write(store(), SLOT, "one");
    write(store(), SLOT, "");
    write(store(), SLOT, "three");

    assertThat(readText(store(), SLOT)).isEqualTo("three");
  }

  @Test
  default void anOpenBlockKeepsItsBytes() throws IOException {
    write(store(), SLOT, "old");

    try (Block block = store().read(SLOT, Touch.LEAVE).orElseThrow()) {
      append(store(), SLOT, "er");
      write(store(), SLOT, "new value");
      store().delete(SLOT, Condition.NONE);

      assertThat(block.bytes().readAllBytes()).isEqualTo("old".getBytes(UTF_8));
    }
  }

  @Test
  default void writingTheNamesOwnBytesSeals() throws IOException {
    write(store(), nameOf("abc"), "abc");

    assertRefused(Refusal.SEALED, () -> write(store(), nameOf("abc"), "abd"));
  }

  @Test
  default void aSealedBlockRefusesEveryChange() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));

    assertRefused(Refusal.SEALED, () -> write(store(), name, "x"));
    assertRefused(Refusal.SEALED, () -> write(store(), name, "abc"));
    assertRefused(Refusal.SEALED, () -> write(store(), name, "x", Condition.VACANT));
    assertRefused(Refusal.SEALED, () -> append(store(), name, "x"));
    assertRefused(Refusal.SEALED, () -> store().delete(name, Condition.NONE));
    assertThat(readText(store(), name)).isEqualTo("abc");
  }

  @Test
  default void appendingMakesAMissingSlot() throws IOException {
    append(store(), SLOT, "one");

    assertThat(readText(store(), SLOT)).isEqualTo("one");
  }

  @Test
  default void appendsGoBehindOneAnother() throws IOException {
    byte[] large = Bodies.bytes(100_000);
    write(store(), SLOT, "one");
    append(store(), SLOT, "two");
    store().append(SLOT, Bodies.of(large), Condition.NONE);
    append(store(), SLOT, "");
    append(store(), SLOT, "end");

    byte[] all = read(store(), SLOT);
    assertThat(all).hasSize(100_009).startsWith("onetwo".getBytes(UTF_8));
    assertThat(Arrays.copyOfRange(all, 6, 100_006)).isEqualTo(large);
    assertThat(Arrays.copyOfRange(all, 100_006, 100_009)).isEqualTo("end".getBytes(UTF_8));
  }

  @Test
  default void anAppendIsPartOfTheContentsName() throws IOException {
    append(store(), SLOT, "one");
    append(store(), SLOT, "two");
    append(store(), SLOT, "three");

    try (Block block = store().read(SLOT, Touch.LEAVE).orElseThrow()) {
      assertThat(block.contentName()).contains(nameOf("onetwothree"));
    }
  }

  @Test
  default void anAppendThatCompletesTheNamesOwnBytesSeals() throws IOException {
    BlockName name = nameOf("abcdef");
    append(store(), name, "abc");
    append(store(), name, "def");

    assertRefused(Refusal.SEALED, () -> append(store(), name, "x"));
    assertThat(readText(store(), name)).isEqualTo("abcdef");
  }

  @Test
  default void anAppendOverTheLimitIsRefused() throws IOException {
    store().write(SLOT, Bodies.of(Bodies.bytes(LIMIT)), Condition.NONE);

    assertRefused(Refusal.TOO_LARGE, () -> append(store(), SLOT, "x"));
    assertThat(read(store(), SLOT)).hasSize(LIMIT);
  }

  @Test
  default void setIfNotWritesOnlyOnce() throws IOException {
    write(store(), SLOT, "first", Condition.VACANT);

    assertRefused(Refusal.TAKEN, () -> write(store(), SLOT, "second", Condition.VACANT));
    assertThat(readText(store(), SLOT)).isEqualTo("first");
  }

  @Test
  default void conditionsAreJudgedOnTheCurrentValue() throws IOException {
    Condition one = condition(Condition.Expectation.ONE_OF, "one");
    Condition notOne = condition(Condition.Expectation.NONE_OF, "one");
    Condition present = condition(Condition.Expectation.PRESENT, "");
    assertRefused(Refusal.CONDITION_FAILED, () -> write(store(), SLOT, "x", one));
    assertRefused(Refusal.CONDITION_FAILED, () -> write(store(), SLOT, "x", present));
    write(store(), SLOT, "one", notOne);
    assertRefused(Refusal.CONDITION_FAILED, () -> write(store(), SLOT, "x", notOne));
    write(store(), SLOT, "two", one);
    assertRefused(Refusal.CONDITION_FAILED, () -> write(store(), SLOT, "x", one));
    write(store(), SLOT, "three", present);

    assertThat(readText(store(), SLOT)).isEqualTo("three");
  }

  private static Condition condition(Condition.Expectation expectation, String value) {
    return new Condition(expectation, Set.of(nameOf(value)), Refusal.CONDITION_FAILED);
  }

  @Test
  default void aConditionHoldsForAppendDeleteAndTakeToo() throws IOException {
    Condition other = condition(Condition.Expectation.ONE_OF, "other");
    write(store(), SLOT, "one");

    assertRefused(Refusal.CONDITION_FAILED, () -> store().append(SLOT, Bodies.of("x"), other));
    assertRefused(Refusal.CONDITION_FAILED, () -> store().delete(SLOT, other));
    assertRefused(Refusal.CONDITION_FAILED, () -> store().take(SLOT, other));
    assertThat(readText(store(), SLOT)).isEqualTo("one");
  }

  @Test
  default void aGuardedSlotRefusesEveryChange() throws IOException {
    write(store(), SLOT, GUARDED);

    assertRefused(Refusal.CHANNEL_CLOSED, () -> write(store(), SLOT, "x"));
    assertRefused(Refusal.CHANNEL_CLOSED, () -> append(store(), SLOT, "x"));
    assertRefused(Refusal.CHANNEL_CLOSED, () -> store().delete(SLOT, Condition.NONE));
    assertRefused(Refusal.CHANNEL_CLOSED, () -> store().take(SLOT, Condition.NONE));
    assertThat(readText(store(), SLOT)).isEqualTo(GUARDED);
  }

  @Test
  default void aDeletedSlotIsGone() throws IOException {
    write(store(), SLOT, "one");

    store().delete(SLOT, Condition.NONE);

    assertThat(store().read(SLOT, Touch.LEAVE)).isEmpty();
    assertRefused(Refusal.MISSING, () -> store().delete(SLOT, Condition.NONE));
    write(store(), SLOT, "again", Condition.VACANT);
    assertThat(readText(store(), SLOT)).isEqualTo("again");
  }

  @Test
  default void takingReadsAndDeletesASlot() throws IOException {
    write(store(), SLOT, "one");

    try (Block taken = store().take(SLOT, Condition.NONE).orElseThrow()) {
      assertThat(store().read(SLOT, Touch.LEAVE)).isEmpty();
      assertThat(taken.bytes().readAllBytes()).isEqualTo("one".getBytes(UTF_8));
    }
    assertThat(store().take(SLOT, Condition.NONE)).isEmpty();
  }

  @Test
  default void takingReadsASealedBlockAndLeavesIt() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));

    try (Block taken = store().take(name, Condition.NONE).orElseThrow()) {
      assertThat(taken.bytes().readAllBytes()).isEqualTo("abc".getBytes(UTF_8));
    }
    assertThat(readText(store(), name)).isEqualTo("abc");
  }

  @Test
  default void aConditionHoldsForTakingASealedBlockToo() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));
    Condition other = condition(Condition.Expectation.ONE_OF, "other");

    assertRefused(Refusal.CONDITION_FAILED, () -> store().take(name, other));
  }

  @Test
  default void whatIsGivenAwayIsGoneOnceItWasTaken() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));
    write(store(), SLOT, "value");
    List<String> given = new ArrayList<>();
    BlockStore.Recipient recipient =
        block -> given.add(new String(block.bytes().readAllBytes(), UTF_8));

    assertThat(store().giveAway(name, recipient)).isTrue();
    assertThat(store().giveAway(SLOT, recipient)).isTrue();
    assertThat(store().giveAway(SLOT, recipient)).isFalse();

    assertThat(given).containsExactly("abc", "value");
    assertThat(store().read(name, Touch.LEAVE)).isEmpty();
    assertThat(store().read(SLOT, Touch.LEAVE)).isEmpty();
  }

  @Test
  default void whatNobodyTakesStays() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));

    assertRefused(
        Refusal.PEER_FAILED,
        () ->
            store()
                .giveAway(
                    name,
                    block -> {
                      throw new RefusedException(Refusal.PEER_FAILED, "nobody takes it");
                    }));
    assertThat(readText(store(), name)).isEqualTo("abc");
  }

  @Test
  default void everyTouchIsTheTimeOfTheClock() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));
    close(store().read(name, Touch.RESTART));
    clock().pass(Duration.ofMinutes(3));
    Instant touched = lastTouched(name, Touch.RESTART);
    clock().pass(Duration.ofMinutes(3));

    assertThat(touched).isEqualTo(clock().instant().minus(Duration.ofMinutes(3)));
    assertThat(lastTouched(name, Touch.LEAVE)).isEqualTo(touched);
  }

  private Instant lastTouched(BlockName name, Touch touch) throws IOException {
    try (Block block = store().read(name, touch).orElseThrow()) {
      return block.lastTouched();
    }
  }

  private static void close(Optional<Block> block) throws IOException {
    if (block.isPresent()) {
      block.get().close();
    }
  }

  @Test
  default void storingIsATouchHoweverLongAgoTheBodyCame() throws IOException {
    for (int length : new int[] {10, 65_536, 131_072}) {
      try (Upload upload = store().receive(Bodies.of(Bodies.bytes(length)))) {
        clock().pass(Duration.ofMinutes(3));
        upload.seal();
        assertThat(lastTouched(upload.contentName(), Touch.LEAVE)).isEqualTo(clock().instant());
      }
    }
    write(store(), SLOT, "one");
    assertThat(lastTouched(SLOT, Touch.LEAVE)).isEqualTo(clock().instant());
  }

  @Test
  default void slotYieldsToABlockOfItsNameUnlessItIsNotTo() throws IOException {
    BlockName name = nameOf("abc");
    write(store(), name, "squatting");
    try (Upload upload = store().receive(Bodies.of("abc"))) {
      assertRefused(Refusal.TAKEN, upload::sealUnlessTaken);
    }
    assertThat(readText(store(), name)).isEqualTo("squatting");
    assertThat(seal(store(), Bodies.of("abc"))).isEqualTo(name);
    assertThat(readText(store(), name)).isEqualTo("abc");
  }

  @Test
  default void whatIsSealedIsSealedAgainUnlessThereIsASlot() throws IOException {
    for (int times = 0; times < 2; times++) {
      try (Upload upload = store().receive(Bodies.of("abc"))) {
        upload.sealUnlessTaken();
      }
      assertThat(readText(store(), nameOf("abc"))).isEqualTo("abc");
      clock().pass(Duration.ofMinutes(3));
    }
    assertThat(lastTouched(nameOf("abc"), Touch.LEAVE))
        .isEqualTo(clock().instant().minus(Duration.ofMinutes(3)));
  }

  @Test
  default void anAppendIsATouchEvenAnEmptyOne() throws IOException {
    write(store(), SLOT, "one");
    clock().pass(Duration.ofMinutes(3));
    append(store(), SLOT, "two");
    assertThat(lastTouched(SLOT, Touch.LEAVE)).isEqualTo(clock().instant());
    clock().pass(Duration.ofMinutes(3));
    append(store(), SLOT, "");
    assertThat(lastTouched(SLOT, Touch.LEAVE)).isEqualTo(clock().instant());
  }

  @Test
  default void onlyUntouchedBlocksExpire() throws IOException {
    BlockName sealed = seal(store(), Bodies.of("abc"));
    BlockName kept = seal(store(), Bodies.of("kept"));
    write(store(), SLOT, "one");
    for (BlockName name : List.of(sealed, kept, SLOT)) {
      close(store().read(name, Touch.RESTART));
    }
    clock().pass(Duration.ofMinutes(3));
    close(store().read(kept, Touch.RESTART));

    long expired = store().expire(clock().instant().minus(Duration.ofMinutes(1)));

    assertThat(expired).isEqualTo(2);
    assertThat(store().read(sealed, Touch.LEAVE)).isEmpty();
    assertThat(store().read(SLOT, Touch.LEAVE)).isEmpty();
    assertThat(readText(store(), kept)).isEqualTo("kept");
  }

  @Test
  default void theListHasTheLastTouchedFirst() throws IOException {
    List<BlockName> names = List.of(nameOf("a"), nameOf("b"), nameOf("c"));
    for (BlockName name : names) {
      write(store(), name, "value of " + name);
      close(store().read(name, Touch.RESTART));
      clock().pass(Duration.ofSeconds(1));
    }
    close(store().read(names.get(1), Touch.RESTART));

    Iterator<BlockName> list = store().newestFirst();

    assertThat(list).toIterable().containsExactly(names.get(1), names.get(2), names.get(0));
  }
}
