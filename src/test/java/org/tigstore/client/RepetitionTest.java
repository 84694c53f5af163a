package org.tigstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final boolean HARMLESS = true;
  private static final boolean FROM_TIG = true;

  @ParameterizedTest
  @CsvSource({
    // status, is the request harmless, does tig itself refuse, is the request repeated
    "429, true, true, true",
    "429, false, true, true",
    "503, true, false, true",
    "503, false, true, true",
    "503, false, false, false",
    "502, true, false, true",
    "502, false, true, false",
    "504, true, false, true",
    "504, false, false, false",
    "500, true, true, false",
    "507, true, true, false",
    "401, true, true, false",
    "404, true, true, false",
    "200, true, true, false"
  })
  void statusDecides(int status, boolean harmless, boolean fromTig, boolean repeated) {
    Repetition repetition = new Repetition(harmless, LIMIT);
    assertThat(repetition.after(status, fromTig, Optional.empty()).isPresent()).isEqualTo(repeated);
  }

  @Test
  void failedConnectionIsRepeatedUnlessThatCouldDoHarm() {
    assertThat(new Repetition(HARMLESS, LIMIT).afterFailure(true)).isPresent();
    assertThat(new Repetition(!HARMLESS, LIMIT).afterFailure(false)).isPresent();
    assertThat(new Repetition(!HARMLESS, LIMIT).afterFailure(true)).isEmpty();
  }

  @Test
  void serverSaysHowLongToWait() {
    Optional<Duration> asked = Optional.of(Duration.ofSeconds(7));
    assertThat(new Repetition(HARMLESS, LIMIT).after(503, FROM_TIG, asked)).isEqualTo(asked);
  }

  @Test
  void longerThanTheLimitIsNotWaited() {
    Optional<Duration> asked = Optional.of(LIMIT.plusSeconds(1));
    assertThat(new Repetition(HARMLESS, LIMIT).after(503, FROM_TIG, asked)).isEmpty();
    assertThat(new Repetition(HARMLESS, Duration.ZERO).afterFailure(false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void pausesGrowToFiveSeconds(int failures) {
    Repetition repetition = new Repetition(HARMLESS, Duration.ofDays(1));
    Duration last = Duration.ZERO;
    for (int i = 0; i < failures; i++) {
      last = repetition.afterFailure(true).orElseThrow();
    }
    long full = Math.min(5000, 200L << (failures - 1));
    assertThat(last.toMillis()).isBetween(full / 2, full);
  }
}
