package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a peer is waited for, tried and given up. */
class CircuitBreakerTest {
  private long now = Long.MAX_VALUE - 5;
  private final CircuitBreaker breaker = new CircuitBreaker(() -> now);

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
    assertThat(breaker.permitsTrial()).isFalse();
    assertThat(breaker.isGone()).isFalse();
  }

  @Test
  void oneRequestNowAndThenTries() {
    failThreeTimes();
    pass(Duration.ofSeconds(5));

    assertThat(breaker.permitsTrial()).isTrue();
    assertThat(breaker.permitsTrial()).isFalse();
    pass(Duration.ofSeconds(5));
    assertThat(breaker.permitsTrial()).isTrue();
    breaker.succeeded();
    assertThat(breaker.isClosed()).isTrue();
    assertThat(breaker.permitsTrial()).isFalse();
  }

  @Test
  void aPeerThatStaysSilentIsGone() {
    failThreeTimes();
    pass(Duration.ofSeconds(9));
    assertThat(breaker.isGone()).isFalse();
    pass(Duration.ofSeconds(1));

    assertThat(breaker.isGone()).isTrue();
    breaker.succeeded();
    assertThat(breaker.isGone()).isFalse();
  }
}
