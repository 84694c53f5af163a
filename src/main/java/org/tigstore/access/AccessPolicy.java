package org.tigstore.access;

import java.util.Arrays;
import java.util.function.Supplier;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** Decides about access. Safe for any number of threads. */
public final class AccessPolicy {
  private final AccessMode mode;
  private final ApiKey key;
  private final boolean openMetrics;

  /**
   * @param openMetrics whether everyone may read the node's metrics
   */
  public AccessPolicy(AccessMode mode, ApiKey key, boolean openMetrics) {
    this.mode = mode;
    this.key = key;
    this.openMetrics = openMetrics;
  }

  /**
   * Returns the basis on which this caller may perform this operation.
   *
   * @param keys the keys of the request, called only if needed
   * @throws RefusedException {@link Refusal#KEY_REQUIRED}; {@link Refusal#LIST_CLOSED}; {@link
   *     Refusal#ROLE_REQUIRED}
   */
  public Admission check(Operation operation, Supplier<Keys> keys, Identity identity)
      throws RefusedException {
    Permission permission = operation.permission();
    if (permission == Permission.NONE || (operation == Operation.MONITOR && openMetrics)) {
      return Admission.OPEN;
    }
    return switch (mode) {
      case KEY -> byKey(permission, keys);
      case ROLES -> byRole(permission, identity);
      case KEY_OR_ROLES -> byKeyOrRole(permission, keys.get(), identity);
    };
  }

  private Admission byKey(Permission permission, Supplier<Keys> keys) throws RefusedException {
    boolean open =
        switch (permission) {
          case NONE, NAME, READ -> true;
          case ADD, CHANGE, MONITOR -> !key.isSet();
          case LIST -> false;
        };
    if (open) {
      return Admission.OPEN;
    }
    if (permission == Permission.LIST && !key.isSet()) {
      throw new RefusedException(
          Refusal.LIST_CLOSED, "the list is closed because the server has no API key");
    }
    checkKey(keys.get());
    return Admission.BY_KEY;
  }

  private void checkKey(Keys given) throws RefusedException {
    if (!key.isAmong(given)) {
      throw wrongKey(given);
    }
  }

  private static RefusedException wrongKey(Keys given) {
    return new RefusedException(
        Refusal.KEY_REQUIRED,
        given.all().isEmpty() ? "the API key is missing" : "the API key is wrong");
  }

  private Admission byKeyOrRole(Permission permission, Keys given, Identity identity)
      throws RefusedException {
    if (key.isAmong(given)) {
      return Admission.BY_KEY;
    }
    // A bearer token may identify the caller to the container.
    boolean meantAsKey = given.query().isPresent() || given.field().isPresent();
    if (identity.name().isEmpty() || meantAsKey) {
      throw wrongKey(given);
    }
    return byRole(permission, identity);
  }

  private static Admission byRole(Permission permission, Identity identity)
      throws RefusedException {
    if (!has(permission, identity)) {
      throw new RefusedException(
          Refusal.ROLE_REQUIRED,
          identity.name().isEmpty()
              ? "the caller is not authenticated"
              : "none of the caller's roles permits this");
    }
    boolean adding = permission == Permission.ADD && !has(Permission.CHANGE, identity);
    return adding ? Admission.BY_ROLE_TO_ADD : Admission.BY_ROLE;
  }

  private static boolean has(Permission permission, Identity identity) {
    return Arrays.stream(Role.values())
        .anyMatch(role -> role.permits(permission) && identity.isIn(role));
  }
}
