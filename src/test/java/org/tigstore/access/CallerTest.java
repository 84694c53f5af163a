package org.tigstore.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties of callers, their keys and operations. */
class CallerTest {
  private static Caller caller(Admission admission, boolean addingOnly) {
    return new Caller(Keys.NONE, admission, Optional.of("node"), true, false, addingOnly);
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN,           false, true",
    "BY_KEY,         false, true",
    "BY_ROLE,        false, true",
    "BY_ROLE_TO_ADD, false, false",
    "OPEN,           true,  false",
    "BY_KEY,         true,  false",
    "BY_ROLE,        true,  false",
    "BY_ROLE_TO_ADD, true,  false"
  })
  void callerMayReplaceUnlessAppendOnlyHereOrOnTheForwardingNode(
      Admission admission, boolean addingOnly, boolean replaces) {
    assertThat(caller(admission, addingOnly).mayReplace()).isEqualTo(replaces);
  }

  @ParameterizedTest
  @EnumSource
  void withKeysReplacesOnlyTheKeys(Admission admission) {
    Keys keys = Keys.ofNode(Optional.of(new Secret("abc")));

    assertThat(caller(admission, true).withKeys(keys))
        .isEqualTo(new Caller(keys, admission, Optional.of("node"), true, false, true));
    assertThat(keys.all()).containsExactly(new Secret("abc"));
  }

  @Test
  void nodeSendsItsKeyAndHandsOver() {
    Caller node = Caller.node(Optional.of(new Secret("abc")));

    assertThat(node.keys().authorization()).contains(new Secret("abc"));
    assertThat(node.handingOver()).isTrue();
    assertThat(node.mayReplace()).isTrue();
    assertThat(node.routedBy()).isEmpty();
  }

  @Test
  void allReturnsEveryKeySent() {
    Secret one = new Secret("one");
    Secret two = new Secret("two");

    assertThat(new Keys(Optional.of(one), Optional.empty(), Optional.of(two)).all())
        .isEqualTo(List.of(one, two));
    assertThat(Keys.NONE.all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void operationChangesIfItAddsOrReplaces(Operation operation) {
    Set<Operation> changing =
        EnumSet.of(
            Operation.SEAL,
            Operation.CREATE,
            Operation.APPEND,
            Operation.WRITE,
            Operation.DELETE,
            Operation.TAKE);

    assertThat(operation.changes()).isEqualTo(changing.contains(operation));
  }
}
