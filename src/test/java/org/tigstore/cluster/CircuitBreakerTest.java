package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a peer is waited for, tried and given up. */
class CircuitBreakerTest {
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration GONE = Duration.ofSeconds(10);
  private long now = Long.MAX_VALUE - 5;
  private final CircuitBreaker breaker = new CircuitBreaker(settings(), () -> now);

  private static ClusterSettings settings() {
    return new ClusterSettings(
        List.of(),
        false,
        ClusterSettings.PeerTrust.VERIFY,
        Optional.empty(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        RETRY,
        GONE,
        Duration.ZERO);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void failThreeTimes() {
    assertThat(breaker.failed()).isFalse();
    assertThat(breaker.failed()).isFalse();
    assertThat(breaker.failed()).isTrue();
  }

  @Test
  void failuresInARowOpenIt() {
    assertThat(breaker.isClosed()).isTrue();
    breaker.failed();
    breaker.failed();
    breaker.succeeded();
    failThreeTimes();

    assertThat(breaker.isClosed()).isFalse();
    assertThat(breaker.permitsProbe()).isFalse();
    assertThat(breaker.isGone()).isFalse();
  }

  @Test
  void oneRequestNowAndThenTries() {
    failThreeTimes();
    pass(RETRY.minusNanos(1));
    assertThat(breaker.permitsProbe()).isFalse();
    pass(Duration.ofNanos(1));

    assertThat(breaker.permitsProbe()).isTrue();
    assertThat(breaker.permitsProbe()).isFalse();
    pass(RETRY);
    assertThat(breaker.permitsProbe()).isTrue();
    breaker.succeeded();
    assertThat(breaker.isClosed()).isTrue();
    assertThat(breaker.permitsProbe()).isFalse();
  }

  @Test
  void aPeerThatStaysSilentIsGone() {
    assertThat(breaker.openFor()).isEmpty();
    failThreeTimes();
    pass(GONE.minusNanos(1));
    assertThat(breaker.openFor()).contains(GONE.minusNanos(1));
    assertThat(breaker.isGone()).isFalse();
    pass(Duration.ofNanos(1));

    assertThat(breaker.isGone()).isTrue();
    breaker.succeeded();
    assertThat(breaker.openFor()).isEmpty();
    assertThat(breaker.isGone()).isFalse();
  }
}
