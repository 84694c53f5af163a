package org.tigstore.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** How many failures are let through, of one network and of all. */
class FailureThrottleTest {
  private static final String CLIENT = "192.0.2.1";
  private static final String OTHER = "198.51.100.1";
  private static final int BURST = 100;
  private static final int BURST_OF_ALL = 1000;
  private static final Duration REFILL = Duration.ofMillis(100);
  private static final Duration REFILL_OF_ALL = Duration.ofMillis(10);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final int MAX_CLIENTS = 10_000;

  /** It starts shortly before the largest number, and stands still until it is turned. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - Duration.ofMillis(50).toNanos());

  private final FailureThrottle keys = FailureThrottle.ofWrongKeys(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /** How many of so many failures are counted. */
  private static int counted(FailureThrottle throttle, String address, int failures) {
    int counted = 0;
    for (int failure = 0; failure < failures; failure++) {
      try {
        throttle.count(address);
        counted++;
      } catch (RefusedException e) {
        assertThat(e.refusal()).isEqualTo(Refusal.TOO_MANY);
      }
    }
    return counted;
  }

  private static boolean isOver(FailureThrottle throttle, String address) {
    try {
      throttle.check(address);
      return false;
    } catch (RefusedException e) {
      return true;
    }
  }

  /** A network of its own for each number. */
  private static String network(int number) {
    return "2001:db8:%x:%x::1".formatted(number >> 16, number & 0xffff);
  }

  @Test
  void aBurstIsCountedAndThenSoManyASecond() {
    assertThat(counted(keys, CLIENT, 1000)).isEqualTo(BURST);
    pass(REFILL.minusNanos(1));
    assertThat(counted(keys, CLIENT, 1)).isZero();
    pass(Duration.ofNanos(1));
    assertThat(counted(keys, CLIENT, 1000)).isEqualTo(1);
    pass(REFILL.multipliedBy(10));
    assertThat(counted(keys, CLIENT, 1000)).isEqualTo(10);
    pass(Duration.ofMinutes(10));
    assertThat(counted(keys, CLIENT, 1000)).isEqualTo(BURST);
  }

  @Test
  void aNetworkOverItsLimitIsRefusedWhateverItTries() throws RefusedException {
    assertThat(counted(keys, CLIENT, BURST - 1)).isEqualTo(BURST - 1);
    keys.check(CLIENT);
    keys.count(CLIENT);
    assertRefused(Refusal.TOO_MANY, () -> keys.check(CLIENT));
    assertRefused(Refusal.TOO_MANY, () -> keys.count(CLIENT));
    pass(RETRY_AFTER);
    keys.check(CLIENT);
    keys.count(CLIENT);
  }

  @Test
  void refusedAttemptsDoNotLengthenTheWait() throws RefusedException {
    counted(keys, CLIENT, 100_000);
    pass(REFILL);
    keys.check(CLIENT);
  }

  @Test
  void successTakesNoToken() throws RefusedException {
    counted(keys, CLIENT, BURST - 1);
    for (int success = 0; success < 10_000; success++) {
      keys.check(CLIENT);
    }
    keys.count(CLIENT);
  }

  @Test
  void anotherNetworkHasABucketOfItsOwn() throws RefusedException {
    counted(keys, CLIENT, 1000);
    keys.check(OTHER);
    assertThat(counted(keys, OTHER, 1000)).isEqualTo(BURST);
  }

  @Test
  void the64BitsOfASiteAreOneNetwork() throws RefusedException {
    counted(keys, "2001:db8::1", 1000);
    assertRefused(Refusal.TOO_MANY, () -> keys.check("2001:db8:0:0:1:2:3:4"));
    keys.check("2001:db8:0:1::1");
  }

  @Test
  void networksThatFailAreLimitedTogether() throws RefusedException {
    int networks = BURST_OF_ALL / BURST;
    for (int number = 0; number < networks; number++) {
      assertThat(counted(keys, network(number), BURST)).isEqualTo(BURST);
    }
    // It has had no wrong key, so that it loses nothing by those of others.
    keys.check(OTHER);
    keys.count(OTHER);
    assertRefused(Refusal.TOO_MANY, () -> keys.check(OTHER));
    assertThat(counted(keys, OTHER, BURST)).isZero();
    pass(REFILL_OF_ALL);
    keys.check(OTHER);
    assertThat(counted(keys, OTHER, BURST)).isEqualTo(1);
    pass(RETRY_AFTER);
    assertThat(
            IntStream.range(0, networks).map(number -> counted(keys, network(number), BURST)).sum())
        .isEqualTo(100);
  }

  @Test
  void aNetworkThatIsRefusedForOthersKeepsItsOwnTokens() {
    counted(keys, OTHER, 1);
    for (int number = 0; number < 20; number++) {
      counted(keys, network(number), BURST);
    }
    assertThat(counted(keys, OTHER, 1000)).isZero();
    pass(Duration.ofSeconds(10));
    assertThat(counted(keys, OTHER, 1000)).isEqualTo(BURST);
  }

  @Test
  void wrongKeysAreForgottenAfterAnHour() throws RefusedException {
    counted(keys, CLIENT, 1);
    pass(Duration.ofMinutes(59));
    for (int number = 0; number < 20; number++) {
      counted(keys, network(number), BURST);
    }
    assertRefused(Refusal.TOO_MANY, () -> keys.check(CLIENT));
    pass(Duration.ofMinutes(1));
    for (int number = 0; number < 20; number++) {
      counted(keys, network(number), BURST);
    }
    keys.check(CLIENT);
  }

  @Test
  void rightKeysDoNotLengthenTheMemoryOfWrongOnes() throws RefusedException {
    counted(keys, CLIENT, 1);
    for (int minute = 0; minute < 60; minute++) {
      keys.check(CLIENT);
      pass(Duration.ofMinutes(1));
    }
    for (int number = 0; number < 20; number++) {
      counted(keys, network(number), BURST);
    }
    keys.check(CLIENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 1000})
  void missesHaveTheRateThatIsSet(int rate) throws RefusedException {
    FailureThrottle misses = FailureThrottle.ofMisses(rate, now::get);
    assertThat(misses.isLimited()).isTrue();
    assertThat(counted(misses, CLIENT, 2 * rate)).isEqualTo(rate);
    assertRefused(Refusal.TOO_MANY, () -> misses.check(CLIENT));
    misses.check(OTHER);
    pass(RETRY_AFTER);
    misses.check(CLIENT);
    assertThat(counted(misses, CLIENT, 2 * rate)).isEqualTo(rate);
  }

  @Test
  void missesOfAllNetworksTogetherAreNotLimited() {
    FailureThrottle misses = FailureThrottle.ofMisses(10, now::get);
    for (int number = 0; number < 1000; number++) {
      assertThat(counted(misses, network(number), 10)).isEqualTo(10);
    }
  }

  @Test
  void zeroIsNoLimit() {
    FailureThrottle misses = FailureThrottle.ofMisses(0, now::get);
    assertThat(misses.isLimited()).isFalse();
    assertThat(counted(misses, CLIENT, 100_000)).isEqualTo(100_000);
    assertThat(isOver(misses, CLIENT)).isFalse();
  }

  @Test
  void noMoreThanSoManyNetworksAreRemembered() {
    FailureThrottle misses = FailureThrottle.ofMisses(1, now::get);
    for (int number = 0; number < 3 * MAX_CLIENTS; number++) {
      counted(misses, network(number), 1);
    }
    long remembered =
        IntStream.range(0, 3 * MAX_CLIENTS)
            .filter(number -> isOver(misses, network(number)))
            .count();
    assertThat(remembered).isPositive().isLessThanOrEqualTo(MAX_CLIENTS);
  }

  @Test
  void threadsTogetherGetNoMoreThanTheBurst() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> failing = () -> counted(keys, CLIENT, 100);
      List<Callable<Integer>> all = Stream.generate(() -> failing).limit(8).toList();
      int sum = 0;
      for (Future<Integer> one : threads.invokeAll(all)) {
        sum += one.get();
      }
      assertThat(sum).isEqualTo(BURST);
    } finally {
      threads.shutdownNow();
    }
  }
}
