package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** How a store says no when its file system does. */
final class Refusals {
  private Refusals() {}

  /** Checks that the call is refused for lack of room. */
  static void assertNoRoom(ThrowingCallable call) {
    assertRefused(call, Refusal.NO_ROOM, "there is no room left");
  }

  /** Checks that the call is refused as the directory is read-only. */
  static void assertReadOnly(ThrowingCallable call) {
    assertRefused(call, Refusal.STORE_FAILED, "the data directory is read-only");
  }

  /** Checks that the call is refused as the directory is gone. */
  static void assertVanished(ThrowingCallable call) {
    assertRefused(call, Refusal.STORE_FAILED, "the data directory has vanished");
  }

  /** Checks that the call is refused as too many files are open. */
  static void assertTooManyFiles(ThrowingCallable call) {
    assertRefused(call, Refusal.EXHAUSTED, "too many files are open");
  }

  private static void assertRefused(ThrowingCallable call, Refusal refusal, String reason) {
    assertThatThrownBy(call)
        .asInstanceOf(type(RefusedException.class))
        .returns(refusal, RefusedException::refusal)
        .returns(reason, RefusedException::reason);
  }
}
