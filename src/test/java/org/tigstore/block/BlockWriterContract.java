package org.tigstore.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Bodies.append;
import static org.tigstore.block.Bodies.lastTouched;
import static org.tigstore.block.Bodies.nameOf;
import static org.tigstore.block.Bodies.read;
import static org.tigstore.block.Bodies.readText;
import static org.tigstore.block.Bodies.seal;
import static org.tigstore.block.Bodies.write;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link BlockWriter} keeps, engines and others. */
public interface BlockWriterContract extends UploadContract {
  @Test
  default void aSlotTakesNewValues() throws IOException {
    write(store(), SLOT, "one");
    write(store(), SLOT, "");
    write(store(), SLOT, "three");

    assertThat(readText(store(), SLOT)).isEqualTo("three");
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

    try (Block block = store().read(SLOT, Touch.KEEP).orElseThrow()) {
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

    assertThat(store().read(SLOT, Touch.KEEP)).isEmpty();
    assertRefused(Refusal.MISSING, () -> store().delete(SLOT, Condition.NONE));
    write(store(), SLOT, "again", Condition.VACANT);
    assertThat(readText(store(), SLOT)).isEqualTo("again");
  }

  @Test
  default void takingReadsAndDeletesASlot() throws IOException {
    write(store(), SLOT, "one");

    try (Block taken = store().take(SLOT, Condition.NONE).orElseThrow()) {
      assertThat(store().read(SLOT, Touch.KEEP)).isEmpty();
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
  default void storingIsATouchHoweverLongAgoTheBodyCame() throws IOException {
    for (int length : new int[] {10, 65_536, 131_072}) {
      try (Upload upload = store().receive(Bodies.of(Bodies.bytes(length)))) {
        clock().pass(Duration.ofMinutes(3));
        upload.seal();
        assertThat(lastTouched(store(), upload.contentName(), Touch.KEEP))
            .isEqualTo(clock().instant());
      }
    }
    write(store(), SLOT, "one");
    assertThat(lastTouched(store(), SLOT, Touch.KEEP)).isEqualTo(clock().instant());
  }

  @Test
  default void anAppendIsATouchEvenAnEmptyOne() throws IOException {
    write(store(), SLOT, "one");
    clock().pass(Duration.ofMinutes(3));
    append(store(), SLOT, "two");
    assertThat(lastTouched(store(), SLOT, Touch.KEEP)).isEqualTo(clock().instant());
    clock().pass(Duration.ofMinutes(3));
    append(store(), SLOT, "");
    assertThat(lastTouched(store(), SLOT, Touch.KEEP)).isEqualTo(clock().instant());
  }
}
