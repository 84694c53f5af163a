package org.tigstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Bodies.nameOf;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;

/** If-Match and If-None-Match on changes and reads. */
class PreconditionsTest {
  private static final String NOTHING = "nothing";

  @RegisterExtension final MemoryTig tig = new MemoryTig();

  /** Parses a field in which words stand for the entity tags of the values one and two. */
  private static Optional<EntityTags> tags(String field) throws IOException {
    if (field.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        EntityTags.parse(
            field
                .replaceAll("[a-z]+", "\"$0\"")
                .replace("one", nameOf("one").digits())
                .replace("two", nameOf("two").digits())));
  }

  private static Preconditions preconditions(String match, String noneMatch) throws IOException {
    return new Preconditions(tags(match), tags(noneMatch));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''       | ''         | nothing one two three",
        "*        | ''         | one two three",
        "one      | ''         | one",
        "two, one | ''         | one two",
        "W/one    | ''         | ''",
        "other    | ''         | ''",
        "''       | *          | nothing",
        "''       | one        | nothing two three",
        "''       | W/one      | nothing two three",
        "''       | W/one, two | nothing three",
        "''       | other      | nothing one two three"
      })
  void changeIsAppliedOnlyToTheseValues(String match, String noneMatch, String values)
      throws IOException {
    Condition condition = preconditions(match, noneMatch).forChange();
    for (String current : List.of(NOTHING, "one", "two", "three")) {
      for (Change change : Change.values()) {
        BlockName slot = current.equals(NOTHING) ? tig.freshSlot() : tig.slot(current);
        ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[3]);
        boolean holds = Arrays.asList(values.split(" ", -1)).contains(current);
        if (holds && current.equals(NOTHING) && !change.hasBody()) {
          tig.assertRefusedUnchanged(
              Refusal.MISSING,
              () -> change.make(tig.writes(), slot, new Body(bytes, 3), condition));
        } else if (holds) {
          change.make(tig.writes(), slot, new Body(bytes, 3), condition);

          assertThat(tig.value(slot)).isNotEqualTo(Optional.of(current));
        } else {
          tig.assertRefusedUnchanged(
              Refusal.CONDITION_FAILED,
              () -> change.make(tig.writes(), slot, new Body(bytes, 3), condition));
          assertThat(bytes.available()).as("unread").isEqualTo(3);
        }
      }
    }
  }

  @Test
  void bothFieldsTogetherAreRefusedOnAChange() throws IOException {
    Preconditions both = preconditions("one", "two");

    assertRefused(Refusal.MALFORMED, both::forChange);
    assertThat(both.given()).isTrue();
    assertThat(preconditions("one", "").given()).isTrue();
    assertThat(preconditions("", "one").given()).isTrue();
    assertThat(preconditions("", "").given()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''       | ''         | served",
        "''       | one        | not modified",
        "''       | W/one      | not modified",
        "''       | two, W/one | not modified",
        "''       | *          | not modified",
        "''       | two        | served",
        "''       | other      | served",
        "*        | ''         | served",
        "one      | ''         | served",
        "two, one | ''         | served",
        "W/one    | ''         | refused",
        "two      | ''         | refused",
        "one      | two        | served",
        "one      | one        | not modified",
        "two      | one        | refused"
      })
  void readIsServedNotModifiedOrRefused(String match, String noneMatch, String outcome)
      throws IOException {
    Preconditions preconditions = preconditions(match, noneMatch);
    for (BlockName name : List.of(tig.slot("one"), tig.sealed("one"))) {
      assertThat(outcome(preconditions, tig.reads().read(name, Touch.KEEP))).isEqualTo(outcome);
    }
  }

  private static String outcome(Preconditions preconditions, Representation read)
      throws IOException {
    try (read) {
      if (preconditions.notModified(read)) {
        return "not modified";
      }
      return "served";
    } catch (RefusedException e) {
      assertThat(e.refusal()).isEqualTo(Refusal.CONDITION_FAILED);
      return "refused";
    }
  }

  @Test
  void contentWithoutATagMatchesOnlyTheStar() throws IOException {
    BlockName index = tig.sealed("/" + tig.sealed("one"));
    for (String field : List.of("one", "W/one", "*")) {
      try (Representation burst = tig.reads().burst(index, Touch.KEEP)) {
        boolean star = field.equals("*");

        assertThat(preconditions("", field).notModified(burst)).isEqualTo(star);
        if (star) {
          assertThat(preconditions(field, "").notModified(burst)).isFalse();
        } else {
          assertRefused(
              Refusal.CONDITION_FAILED, () -> preconditions(field, "").notModified(burst));
        }
      }
    }
  }

  @Test
  void takeOfASealedBlockChecksTheCondition() throws IOException {
    BlockName name = tig.sealed("one");

    tig.assertRefusedUnchanged(
        Refusal.CONDITION_FAILED,
        () -> tig.writes().take(name, preconditions("two", "").forChange()));
    tig.assertRefusedUnchanged(
        Refusal.CONDITION_FAILED,
        () -> tig.writes().take(name, preconditions("", "one").forChange()));
    assertThat(MemoryTig.text(tig.writes().take(name, preconditions("one", "").forChange())))
        .isEqualTo("one");
  }

  @Test
  void valueTooLargeForATagIsStillCompared() throws IOException {
    String value = "x".repeat(MemoryTig.LIMIT);
    BlockName slot = tig.slot(value);
    Condition same =
        new Condition(
            Condition.Expectation.ONE_OF, Set.of(nameOf(value)), Refusal.CONDITION_FAILED);

    tig.writes().delete(slot, same);

    assertThat(tig.value(slot)).isEmpty();
  }
}
