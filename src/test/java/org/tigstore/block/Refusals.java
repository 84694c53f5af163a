package org.tigstore.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks refusals. */
public final class Refusals {
  private Refusals() {}

  /** Checks that the call is refused in this way. */
  public static void assertRefused(Refusal refusal, ThrowingCallable call) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call)
        .satisfies(
            refused -> {
              assertThat(refused.refusal()).isEqualTo(refusal);
              assertThat(refused.reason()).isNotBlank();
            });
  }
}
