package org.tigstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Refusal;

/** Lists of entity tags. */
class EntityTagsTest {
  private static final BlockName ONE = Bodies.nameOf("one");
  private static final BlockName TWO = Bodies.nameOf("two");

  private static String quoted(BlockName name) {
    return '"' + name.digits() + '"';
  }

  @Test
  void aListHasEachOfItsTags() throws IOException {
    EntityTags tags = EntityTags.parse(quoted(ONE) + " ,\"other,tag\",  W/" + quoted(TWO));

    assertThat(tags.matchStrongly(Optional.of(ONE))).isTrue();
    assertThat(tags.matchStrongly(Optional.of(TWO))).isFalse();
    assertThat(tags.matchWeakly(Optional.of(TWO))).isTrue();
    assertThat(tags.matchWeakly(Optional.of(Bodies.nameOf("three")))).isFalse();
    assertThat(tags.matchWeakly(Optional.empty())).isFalse();
  }

  @Test
  void aStarMatchesEverything() throws IOException {
    assertThat(EntityTags.parse(" * ").matchStrongly(Optional.empty())).isTrue();
  }

  @Test
  void elementsMayBeEmpty() throws IOException {
    EntityTags tags = EntityTags.parse(", " + quoted(ONE) + ",, " + quoted(TWO) + " ,");

    assertThat(tags.strong()).containsExactlyInAnyOrder(ONE, TWO);
    assertRefused(Refusal.MALFORMED, () -> EntityTags.parse(" , ,"));
  }

  @Test
  @Timeout(60)
  void aLongFieldIsReadInOnePass() {
    String spaces = " ".repeat(1_000_000);

    assertRefused(Refusal.MALFORMED, () -> EntityTags.parse("\"a\"" + spaces + "x"));
    for (String field : DigestFields.names()) {
      assertRefused(
          Refusal.MALFORMED, () -> new DigestFields().add(field, "a" + spaces + "x" + spaces));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "\"abc", "abc\"", "\"a\" \"b\"", "*, \"a\"", "w/\"a\""})
  void whatIsNoListIsRefused(String field) {
    assertRefused(Refusal.MALFORMED, () -> EntityTags.parse(field));
  }
}
