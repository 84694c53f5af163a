package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.ManualClock;

/** What is due, and for how long, by the monotonic clock. */
class RecurringTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final Recurring recurring = new Recurring(MINUTE, clock);
  private int runs;

  private int runsAfter(Duration delay) {
    recurring.runIfDueFor(delay, () -> runs++);
    return runs;
  }

  @ParameterizedTest
  @ValueSource(longs = {-10_000, -1, 0, 1, 10_000})
  void aTaskRunsOnceInAnIntervalWhateverTheWallClockDoes(long days) {
    assertThat(runsAfter(Duration.ZERO)).isEqualTo(1);
    clock.step(Duration.ofDays(days));
    assertThat(runsAfter(Duration.ZERO)).isEqualTo(1);

    clock.pass(MINUTE);
    assertThat(runsAfter(Duration.ZERO)).isEqualTo(2);
    assertThat(runsAfter(Duration.ZERO)).isEqualTo(2);
  }

  @Test
  void whoWaitsForALateTimerRunsTheTaskInItsPlace() {
    assertThat(runsAfter(Duration.ZERO)).isEqualTo(1);
    clock.pass(MINUTE);
    assertThat(runsAfter(MINUTE)).isEqualTo(1);

    clock.pass(MINUTE);
    assertThat(runsAfter(MINUTE)).isEqualTo(2);
    clock.pass(MINUTE);
    assertThat(runsAfter(Duration.ZERO)).isEqualTo(3);
  }
}
