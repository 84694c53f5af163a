package org.tigstore.access;

import java.util.Collection;
import java.util.function.Supplier;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Decides by the API key. With a key set, changes and the list need it; with none, changes are open
 * and the list is closed. Reading is always open: who knows a name may read it.
 */
public final class AccessPolicy {
  private final ApiKey key;

  /** Decides by this key. */
  public AccessPolicy(ApiKey key) {
    this.key = key;
  }

  /**
   * Returns if a caller with these keys may do this.
   *
   * @param given the keys, asked for only if they count
   * @throws RefusedException {@link Refusal#KEY_REQUIRED}; {@link Refusal#LIST_CLOSED}
   */
  public void check(Operation operation, Supplier<Collection<Secret>> given)
      throws RefusedException {
    switch (operation) {
      case READ -> {}
      case CHANGE -> {
        if (key.isSet()) {
          checkKey(given.get());
        }
      }
      case LIST -> {
        if (!key.isSet()) {
          throw new RefusedException(
              Refusal.LIST_CLOSED, "without an API key on the server nobody may list");
        }
        checkKey(given.get());
      }
    }
  }

  private void checkKey(Collection<Secret> given) throws RefusedException {
    if (!key.isAmong(given)) {
      throw new RefusedException(
          Refusal.KEY_REQUIRED,
          given.isEmpty() ? "the API key is missing" : "the API key is wrong");
    }
  }
}
