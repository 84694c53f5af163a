package org.tigstore.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Bodies.nameOf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.Touch;

/** Effects of each change on absent, slot and sealed blocks. */
class WritesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @RegisterExtension final MemoryTig tig = new MemoryTig();

  private BlockName seal(String text) throws IOException {
    return tig.writes().seal(Bodies.of(text), true);
  }

  private void write(BlockName name, String value) throws IOException {
    tig.writes().write(name, Bodies.of(value), Writes.Mode.REPLACE, Condition.NONE);
  }

  private void setIfNot(BlockName name, String value) throws IOException {
    tig.writes().write(name, Bodies.of(value), Writes.Mode.REPLACE, Condition.VACANT);
  }

  private void append(BlockName name, String value) throws IOException {
    tig.writes().write(name, Bodies.of(value), Writes.Mode.APPEND, Condition.NONE);
  }

  private Representation take(BlockName name) throws IOException {
    return tig.writes().take(name, Condition.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "Read only channel to tig /x"})
  void bodyIsSealedUnderItsOwnSha256(String text) throws IOException {
    assertThat(seal(text)).isEqualTo(nameOf(text));
    assertThat(tig.text(nameOf(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sealingAgainTouchesAndAnswersTheSameName(boolean replacing) throws IOException {
    BlockName name = tig.sealed("abc");
    tig.pass(MINUTE);

    assertThat(tig.writes().seal(Bodies.of("abc"), replacing)).isEqualTo(name);

    assertThat(tig.text(name)).isEqualTo("abc");
    assertThat(tig.touched(name)).isEqualTo(tig.now());
  }

  @Test
  void squattingSlotYieldsToTheBlockOfItsName() throws IOException {
    write(nameOf("abc"), "squatter");

    seal("abc");

    assertThat(tig.text(nameOf("abc"))).isEqualTo("abc");
    tig.assertRefusedUnchanged(Refusal.SEALED, () -> write(nameOf("abc"), "squatter"));
  }

  @Test
  void squattingSlotIsNotReplacedByAnAppendOnlyCaller() throws IOException {
    write(nameOf("abc"), "squatter");

    tig.assertRefusedUnchanged(Refusal.TAKEN, () -> tig.writes().seal(Bodies.of("abc"), false));
  }

  @Test
  void writeCreatesAndReplacesASlot() throws IOException {
    BlockName slot = tig.freshSlot();
    for (String value : new String[] {"one", "a longer value", "", "two"}) {
      write(slot, value);

      assertThat(tig.text(slot)).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "APPEND"})
  void writingRestartsRetention(Change change) throws IOException {
    BlockName slot = tig.slot("value");
    tig.pass(MINUTE);

    change.make(tig.writes(), slot, Bodies.of(""), Condition.NONE);

    assertThat(tig.touched(slot)).isEqualTo(tig.now());
  }

  @Test
  void slotIsSealedOnceItsValueMatchesItsName() throws IOException {
    BlockName written = nameOf("abc");
    BlockName appended = nameOf("abcdef");
    write(written, "other");
    write(written, "abc");
    append(appended, "abc");
    append(appended, "def");

    for (BlockName name : Set.of(written, appended)) {
      tig.assertRefusedUnchanged(Refusal.SEALED, () -> append(name, "x"));
      try (Representation sealed = tig.reads().read(name, Touch.KEEP)) {
        assertThat(sealed.immutable()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "APPEND", "DELETE"})
  void sealedBlockRefusesEveryChangeUnderEveryCondition(Change change) throws IOException {
    BlockName name = tig.sealed("abc");
    Condition.Expectation[] expectations = Condition.Expectation.values();
    for (Condition.Expectation expectation : expectations) {
      Condition condition = new Condition(expectation, Set.of(name), Refusal.TAKEN);
      for (String body : new String[] {"x", "abc"}) {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body.getBytes(UTF_8));

        tig.assertRefusedUnchanged(
            Refusal.SEALED,
            () -> change.make(tig.writes(), name, new Body(bytes, body.length()), condition));
        assertThat(bytes.available()).as("unread").isEqualTo(body.length());
      }
    }
  }

  @Test
  void setIfNotWritesOnlyAnAbsentSlot() throws IOException {
    BlockName slot = tig.freshSlot();
    setIfNot(slot, "first");
    assertThat(tig.text(slot)).isEqualTo("first");
    tig.assertRefusedUnchanged(Refusal.TAKEN, () -> setIfNot(slot, "second"));

    tig.writes().delete(slot, Condition.NONE);
    setIfNot(slot, "after a deletion");
    assertThat(MemoryTig.text(take(slot))).isEqualTo("after a deletion");
    setIfNot(slot, "");
    tig.assertRefusedUnchanged(Refusal.TAKEN, () -> setIfNot(slot, "over an empty value"));
    tig.pass(MINUTE);
    tig.expire(tig.now());
    setIfNot(slot, "after its expiry");
    assertThat(tig.text(slot)).isEqualTo("after its expiry");
  }

  @Test
  void setIfNotOverASlotIsRefusedBeforeTheBodyIsRead() throws IOException {
    BlockName slot = tig.slot("taken");
    ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[3]);

    tig.assertRefusedUnchanged(
        Refusal.TAKEN,
        () -> tig.writes().write(slot, new Body(bytes, 3), Writes.Mode.REPLACE, Condition.VACANT));
    assertThat(bytes.available()).isEqualTo(3);
  }

  @Test
  void appendCreatesASlotAndConcatenatesBodies() throws IOException {
    BlockName slot = tig.freshSlot();
    append(slot, "one,");
    append(slot, "");
    append(slot, "two,");
    assertThat(tig.text(slot)).isEqualTo("one,two,");

    write(slot, "new,");
    append(slot, "er");
    assertThat(tig.text(slot)).isEqualTo("new,er");
  }

  @Test
  void appendIsLimitedToTheMaximumBlockSize() throws IOException {
    BlockName slot = tig.slot("x".repeat(MemoryTig.LIMIT - 1));
    append(slot, "y");

    tig.assertRefusedUnchanged(Refusal.TOO_LARGE, () -> append(slot, "z"));
    assertThat(tig.text(slot)).hasSize(MemoryTig.LIMIT).endsWith("xy");
  }

  @Test
  void deletedSlotIsGone() throws IOException {
    BlockName slot = tig.slot("value");

    tig.writes().delete(slot, Condition.NONE);

    assertThat(tig.value(slot)).isEmpty();
    tig.assertRefusedUnchanged(Refusal.MISSING, () -> tig.writes().delete(slot, Condition.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "value"})
  void takeReturnsTheValueAndItsMetadataOnce(String value) throws IOException {
    BlockName slot = tig.slot(value);

    try (Representation taken = take(slot)) {
      assertThat(taken.tag()).contains(nameOf(value));
      assertThat(taken.immutable()).isFalse();
      assertThat(taken.content().length()).isEqualTo(value.length());
      assertThat(tig.value(slot)).isEmpty();
      assertThat(MemoryTig.text(taken)).isEqualTo(value);
    }
    tig.assertRefusedUnchanged(Refusal.MISSING, () -> take(slot));
  }

  @Test
  void takingASealedBlockOnlyTouchesIt() throws IOException {
    BlockName name = tig.sealed("abc");
    for (int taker = 0; taker < 2; taker++) {
      tig.pass(MINUTE);

      try (Representation taken = take(name)) {
        assertThat(taken.immutable()).isTrue();
        assertThat(MemoryTig.text(taken)).isEqualTo("abc");
      }
      assertThat(tig.touched(name)).isEqualTo(tig.now());
    }
  }

  @Test
  void namingAKeyStoresNothing() throws IOException {
    Body body =
        new Body(
            new ByteArrayInputStream("key".getBytes(UTF_8)),
            3,
            Bodies.announced(List.of(nameOf("key"))));

    assertThat(tig.writes().name(body)).isEqualTo(nameOf("key"));
    assertThat(tig.writes().name(Bodies.of(""))).isEqualTo(nameOf(""));
    assertThat(tig.blocks()).isEmpty();
  }

  @Test
  void blockOfMaximumSizeIsStoredAndNamed() throws IOException {
    byte[] largest = Bodies.bytes(MemoryTig.LIMIT);

    BlockName name = tig.writes().seal(Bodies.ofUnknownLength(largest), true);

    assertThat(tig.writes().name(Bodies.of(largest))).isEqualTo(name);
    try (Representation read = tig.reads().read(name, Touch.KEEP)) {
      assertThat(read.content().bytes().readAllBytes()).isEqualTo(largest);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DAMAGED", "CHANNEL_CLOSED", "DANGLING", "UNDECIDED"})
  void unreadableSlotCanBeWritten(Refusal refusal) throws IOException {
    BlockName slot = tig.slot("before");
    tig.store().refuse(slot, refusal);

    write(slot, "written");
    append(slot, " again");

    assertThat(tig.value(slot)).contains("written again");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DAMAGED", "CHANNEL_CLOSED", "DANGLING", "UNDECIDED"})
  void otherReadErrorsRefuseTheWrite(Refusal refusal) throws IOException {
    BlockName slot = tig.slot("before");
    tig.store().refuse(slot, refusal);

    tig.assertRefusedUnchanged(refusal, () -> write(slot, "written"));
  }

  @ParameterizedTest
  @EnumSource
  void deleteAndTakeFailWithTheReadErrorUnlessTheStoreDecides(Refusal refusal) throws IOException {
    boolean judges = refusal == Refusal.UNDECIDED || refusal == Refusal.DANGLING;
    for (Change change : Set.of(Change.DELETE, Change.TAKE)) {
      BlockName slot = tig.slot("before");
      tig.store().refuse(slot, refusal);
      if (judges) {
        change.make(tig.writes(), slot, Bodies.of(""), Condition.NONE);
        assertThat(tig.value(slot)).isEmpty();
      } else {
        tig.assertRefusedUnchanged(
            refusal, () -> change.make(tig.writes(), slot, Bodies.of(""), Condition.NONE));
      }
    }
  }

  @Test
  void storeChecksTheConditionOfAPossibleChannelTarget() throws IOException {
    BlockName slot = tig.slot("value");
    tig.store().makePossibleTarget(slot);
    ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[3]);

    tig.assertRefusedUnchanged(
        Refusal.TAKEN,
        () -> tig.writes().write(slot, new Body(bytes, 3), Writes.Mode.REPLACE, Condition.VACANT));
    assertThat(bytes.available()).as("received").isZero();
    assertThat(tig.value(slot)).contains("value");
  }
}
