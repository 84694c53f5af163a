package org.tigstore.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long answers to failed attempts wait. */
class FailurePaceTest {
  private static final Duration DELAY = Duration.ofMillis(10);
  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** The clock may begin anywhere, and may pass the end of its numbers. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(1).toNanos());

  private final FailurePace pace = new FailurePace(DELAY, INTERVAL, now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static Optional<Duration> millis(long millis) {
    return Optional.of(Duration.ofMillis(millis));
  }

  @Test
  void attemptsOfOneClientLeaveOneAfterTheOther() {
    for (int attempt = 0; attempt < 10; attempt++) {
      assertThat(pace.next("192.0.2.1")).isEqualTo(millis(10 + attempt * 100));
    }
    pass(Duration.ofMillis(950));
    assertThat(pace.next("192.0.2.1")).isEqualTo(millis(60));
    pass(Duration.ofSeconds(2));
    assertThat(pace.next("192.0.2.1")).isEqualTo(millis(10));
  }

  @Test
  void nobodyWaitsForOthersWhoFailFaster() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      for (int client = 1; client < 100; client++) {
        pace.next("192.0.2." + client);
      }
    }
    assertThat(pace.next("198.51.100.1")).isEqualTo(millis(10));
    pass(INTERVAL);
    assertThat(pace.next("198.51.100.1")).isEqualTo(millis(10));
  }

  @Test
  void thoseWhoFailFasterWaitForOneAnother() {
    for (int client = 0; client < 30; client++) {
      assertThat(pace.next("192.0.2." + client)).isEqualTo(millis(10));
    }
    for (int client = 0; client < 30; client++) {
      assertThat(pace.next("192.0.2." + client)).isEqualTo(millis(10 + Math.max(100, client * 10)));
    }
  }

  @Test
  void oneSiteIsOneClient() {
    assertThat(pace.next("2001:db8::1")).isEqualTo(millis(10));
    assertThat(pace.next("2001:db8:0:0:1:2:3:4")).isEqualTo(millis(110));
  }

  @Test
  void whoHasTooManyWaitingIsRefusedAtOnceAndLetInLater() {
    for (int attempt = 0; attempt <= 50; attempt++) {
      assertThat(pace.next("192.0.2.1")).isPresent();
    }
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(pace.next("192.0.2.1")).isEmpty();
    }
    assertThat(pace.next("192.0.2.2")).isPresent();
    pass(INTERVAL);
    assertThat(pace.next("192.0.2.1")).isEqualTo(millis(5010));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.1S", "PT6S", "PT1M", "PT24H"})
  void noPauseShorterThanTheIntervalIsForgotten(String interval) {
    Duration length = Duration.parse(interval);
    FailurePace slow = new FailurePace(DELAY, length, now::get);
    assertThat(slow.next("192.0.2.1")).contains(DELAY);
    pass(length.minusMillis(1));
    assertThat(slow.next("192.0.2.1")).isEqualTo(millis(11));
  }

  @Test
  void withoutADelayNothingWaits() {
    FailurePace none = new FailurePace(Duration.ZERO, INTERVAL, now::get);
    for (int attempt = 0; attempt < 100; attempt++) {
      assertThat(none.next("192.0.2.1")).contains(Duration.ZERO);
    }
  }

  @Test
  void withoutAnIntervalEachWaitsForItself() {
    FailurePace each = new FailurePace(DELAY, Duration.ZERO, now::get);
    for (int attempt = 0; attempt < 100; attempt++) {
      assertThat(each.next("192.0.2.1")).contains(DELAY);
    }
  }

  @Test
  void noTwoThreadsGetTheSameTurn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Optional<Duration>> attempt = () -> pace.next("192.0.2.1");
      Set<Optional<Duration>> turns = new HashSet<>();
      List<Callable<Optional<Duration>>> attempts =
          Stream.generate(() -> attempt).limit(50).toList();
      for (Future<Optional<Duration>> turn : threads.invokeAll(attempts)) {
        turns.add(turn.get());
      }
      assertThat(turns).hasSize(50).doesNotContain(Optional.empty());
    } finally {
      threads.shutdownNow();
    }
  }
}
