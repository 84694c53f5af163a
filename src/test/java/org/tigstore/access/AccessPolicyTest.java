package org.tigstore.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

class AccessPolicyTest {
  private static final Identity NOBODY = new Known(Optional.empty(), Set.of());

  /** An identity as a container would give it. */
  private record Known(Optional<String> name, Set<Role> roles) implements Identity {
    @Override
    public boolean isIn(Role role) {
      return roles.contains(role);
    }
  }

  private static Identity in(Role... roles) {
    Set<Role> all = EnumSet.noneOf(Role.class);
    all.addAll(Arrays.asList(roles));
    return new Known(Optional.of("somebody"), all);
  }

  private static Keys shown(String key) {
    return Keys.ofNode(Optional.of(new Secret(key)));
  }

  private static AccessPolicy policy(AccessMode mode, Optional<String> key) {
    return new AccessPolicy(mode, new ApiKey(Path.of("no-such-file"), key.map(Secret::new)), false);
  }

  private static final AccessPolicy OPEN = policy(AccessMode.KEY, Optional.empty());
  private static final AccessPolicy KEY = policy(AccessMode.KEY, Optional.of("abc"));
  private static final AccessPolicy ROLES = policy(AccessMode.ROLES, Optional.of("abc"));
  private static final AccessPolicy BOTH = policy(AccessMode.KEY_OR_ROLES, Optional.of("abc"));

  @ParameterizedTest
  @EnumSource(Operation.class)
  void withoutAnyKeyAllButTheListIsOpen(Operation operation) throws IOException {
    if (operation == Operation.LIST) {
      assertRefused(Refusal.LIST_CLOSED, () -> OPEN.check(operation, () -> shown("x"), NOBODY));
    } else {
      assertThat(OPEN.check(operation, () -> Keys.NONE, NOBODY)).isEqualTo(Admission.OPEN);
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void withAKeyOnlyReadingIsOpen(Operation operation) throws IOException {
    if (Set.of(Permission.NONE, Permission.NAME, Permission.READ)
        .contains(operation.permission())) {
      assertThat(KEY.check(operation, () -> Keys.NONE, NOBODY)).isEqualTo(Admission.OPEN);
      return;
    }
    assertThat(KEY.check(operation, () -> shown("abc"), NOBODY)).isEqualTo(Admission.BY_KEY);
    assertRefused(Refusal.KEY_REQUIRED, () -> KEY.check(operation, () -> Keys.NONE, NOBODY));
    assertRefused(
        Refusal.KEY_REQUIRED, () -> KEY.check(operation, () -> shown("abd"), in(Role.values())));
  }

  @ParameterizedTest
  @CsvSource({
    "READ,   'PAGE PROBE VERSION NAME LOOK READ BURST'",
    "APPEND, 'PAGE PROBE NAME SEAL CREATE APPEND'",
    "WRITE,  'PAGE PROBE NAME SEAL CREATE APPEND WRITE DELETE TAKE'",
    "ADMIN,  'PAGE PROBE NAME LIST MONITOR STATUS'"
  })
  void rolePermitsTheseAndNoMore(Role role, String permitted) throws IOException {
    for (AccessPolicy policy : new AccessPolicy[] {ROLES, BOTH}) {
      for (Operation operation : Operation.values()) {
        if (Arrays.asList(permitted.split(" ", -1)).contains(operation.name())) {
          policy.check(operation, () -> Keys.NONE, in(role));
        } else {
          assertRefused(
              Refusal.ROLE_REQUIRED, () -> policy.check(operation, () -> Keys.NONE, in(role)));
        }
      }
    }
  }

  @Test
  void onlyWhoMayAddAndNotChangeReplacesNothing() throws IOException {
    assertThat(ROLES.check(Operation.SEAL, () -> Keys.NONE, in(Role.APPEND)))
        .isEqualTo(Admission.BY_ROLE_TO_ADD);
    assertThat(ROLES.check(Operation.SEAL, () -> Keys.NONE, in(Role.APPEND, Role.WRITE)))
        .isEqualTo(Admission.BY_ROLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PAGE", "PROBE"})
  void whoHasNoRoleGetsNothing(Operation operation) {
    for (Identity identity : new Identity[] {NOBODY, in()}) {
      assertRefused(
          Refusal.ROLE_REQUIRED, () -> ROLES.check(operation, () -> shown("abc"), identity));
    }
    assertRefused(Refusal.KEY_REQUIRED, () -> BOTH.check(operation, () -> Keys.NONE, NOBODY));
    assertRefused(Refusal.ROLE_REQUIRED, () -> BOTH.check(operation, () -> Keys.NONE, in()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PAGE", "PROBE"})
  void keyIsAsGoodAsEveryRoleWhereBothCount(Operation operation) throws IOException {
    assertThat(BOTH.check(operation, () -> shown("abc"), NOBODY)).isEqualTo(Admission.BY_KEY);
    assertThat(BOTH.check(operation, () -> shown("abc"), in())).isEqualTo(Admission.BY_KEY);
    assertRefused(Refusal.KEY_REQUIRED, () -> BOTH.check(operation, () -> shown("abd"), NOBODY));
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PAGE", "PROBE"})
  void tokenOfTheContainersIsNoWrongKey(Operation operation) throws IOException {
    assertThat(BOTH.check(operation, () -> shown("eyJ"), in(Role.values())).isByRole()).isTrue();
    assertRefused(Refusal.ROLE_REQUIRED, () -> BOTH.check(operation, () -> shown("eyJ"), in()));
    Optional<Secret> wrong = Optional.of(new Secret("eyJ"));
    Keys inQuery = new Keys(wrong, Optional.empty(), Optional.empty());
    Keys inField = new Keys(Optional.empty(), wrong, Optional.empty());
    for (Keys keys : new Keys[] {inQuery, inField}) {
      assertRefused(
          Refusal.KEY_REQUIRED, () -> BOTH.check(operation, () -> keys, in(Role.values())));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PAGE", "PROBE"})
  void withoutAKeyOnTheServerRolesAloneCount(Operation operation) {
    AccessPolicy policy = policy(AccessMode.KEY_OR_ROLES, Optional.empty());
    assertRefused(Refusal.KEY_REQUIRED, () -> policy.check(operation, () -> shown(""), NOBODY));
  }

  @Test
  void figuresCanBeOpenToEverybody() throws IOException {
    for (AccessMode mode : AccessMode.values()) {
      ApiKey key = new ApiKey(Path.of("no-such-file"), Optional.of(new Secret("abc")));
      AccessPolicy policy = new AccessPolicy(mode, key, true);
      assertThat(policy.check(Operation.MONITOR, () -> Keys.NONE, NOBODY))
          .isEqualTo(Admission.OPEN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysAreReadOnlyIfNeeded(Operation operation) throws IOException {
    Supplier<Keys> unwanted =
        () -> {
          throw new AssertionError("nobody needs a key for " + operation);
        };
    Permission permission = operation.permission();
    if (permission != Permission.LIST) {
      OPEN.check(operation, unwanted, NOBODY);
    }
    if (Set.of(Permission.NONE, Permission.NAME, Permission.READ).contains(permission)) {
      KEY.check(operation, unwanted, NOBODY);
    }
    ROLES.check(operation, unwanted, in(Role.values()));
  }

  @Test
  void keyIsAcceptedFromEverySourceBesideWrongKeys() throws IOException {
    Optional<Secret> right = Optional.of(new Secret("abc"));
    Optional<Secret> wrong = Optional.of(new Secret("abd"));
    for (AccessPolicy policy : new AccessPolicy[] {KEY, BOTH}) {
      for (Keys keys :
          new Keys[] {
            new Keys(right, wrong, wrong),
            new Keys(wrong, right, wrong),
            new Keys(wrong, wrong, right),
            new Keys(right, Optional.empty(), Optional.empty()),
            new Keys(Optional.empty(), right, Optional.empty())
          }) {
        assertThat(policy.check(Operation.WRITE, () -> keys, NOBODY)).isEqualTo(Admission.BY_KEY);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "KEY,          '',  false, the API key is missing",
    "KEY,          abd, false, the API key is wrong",
    "KEY,          abd, true,  the API key is wrong",
    "ROLES,        abc, false, the caller is not authenticated",
    "ROLES,        abc, true,  none of the caller's roles permits this",
    "KEY_OR_ROLES, '',  false, the API key is missing",
    "KEY_OR_ROLES, abd, false, the API key is wrong",
    "KEY_OR_ROLES, abd, true,  none of the caller's roles permits this"
  })
  void reasonSaysWhetherKeyOrRoleIsMissing(
      AccessMode mode, String key, boolean known, String reason) {
    AccessPolicy policy = policy(mode, Optional.of("abc"));
    Keys keys = key.isEmpty() ? Keys.NONE : shown(key);

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> policy.check(Operation.DELETE, () -> keys, known ? in() : NOBODY))
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  @Test
  void rolesApplyIfTheServerHasNoKeyButAWrongKeyIsRefused() throws IOException {
    AccessPolicy policy = policy(AccessMode.KEY_OR_ROLES, Optional.empty());
    Keys inField = new Keys(Optional.empty(), Optional.of(new Secret("x")), Optional.empty());

    assertThat(policy.check(Operation.WRITE, () -> Keys.NONE, in(Role.WRITE)))
        .isEqualTo(Admission.BY_ROLE);
    assertThat(policy.check(Operation.APPEND, () -> shown("x"), in(Role.APPEND)))
        .isEqualTo(Admission.BY_ROLE_TO_ADD);
    assertRefused(
        Refusal.KEY_REQUIRED, () -> policy.check(Operation.WRITE, () -> inField, in(Role.WRITE)));
    assertRefused(
        Refusal.ROLE_REQUIRED, () -> policy.check(Operation.LIST, () -> Keys.NONE, in(Role.WRITE)));
  }

  @ParameterizedTest
  @EnumSource
  void publicMetricsGrantNothingElse(Operation operation) throws IOException {
    ApiKey key = new ApiKey(Path.of("no-such-file"), Optional.of(new Secret("abc")));
    AccessPolicy policy = new AccessPolicy(AccessMode.ROLES, key, true);
    if (operation.permission() == Permission.NONE || operation == Operation.MONITOR) {
      assertThat(policy.check(operation, () -> Keys.NONE, NOBODY)).isEqualTo(Admission.OPEN);
    } else {
      assertRefused(Refusal.ROLE_REQUIRED, () -> policy.check(operation, () -> Keys.NONE, NOBODY));
    }
  }

  @ParameterizedTest
  @EnumSource
  void unreadableKeyFileRefusesEveryOperationThatNeedsAKey(
      Operation operation, @TempDir Path directory) throws IOException {
    ApiKey key = new ApiKey(directory, Optional.of(new Secret("abc")));
    AccessPolicy byKey = new AccessPolicy(AccessMode.KEY, key, false);
    AccessPolicy byBoth = new AccessPolicy(AccessMode.KEY_OR_ROLES, key, false);
    Permission permission = operation.permission();

    if (Set.of(Permission.NONE, Permission.NAME, Permission.READ).contains(permission)) {
      assertThat(byKey.check(operation, () -> shown("abc"), NOBODY)).isEqualTo(Admission.OPEN);
    } else {
      assertRefused(Refusal.STORE_FAILED, () -> byKey.check(operation, () -> shown("abc"), NOBODY));
    }
    if (permission != Permission.NONE) {
      assertRefused(
          Refusal.STORE_FAILED, () -> byBoth.check(operation, () -> Keys.NONE, in(Role.values())));
    }
  }

  @Test
  void emptyKeyFileRefusesEveryKey(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("apikey"), "\n");
    AccessPolicy policy =
        new AccessPolicy(AccessMode.KEY, new ApiKey(file, Optional.of(new Secret("abc"))), false);

    for (Keys keys : new Keys[] {Keys.NONE, shown(""), shown("abc")}) {
      assertRefused(Refusal.KEY_REQUIRED, () -> policy.check(Operation.SEAL, () -> keys, NOBODY));
      assertRefused(Refusal.KEY_REQUIRED, () -> policy.check(Operation.LIST, () -> keys, NOBODY));
    }
  }
}
