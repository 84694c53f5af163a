package org.tigstore.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether one request is sent once more, and when. For one thread.
 *
 * <p>A request that can be repeated without harm is repeated after every temporary failure; any
 * other one only if it was certainly not executed.
 */
final class Repetition {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final boolean harmless;
  private final long limitNanos;
  private long firstFailure;
  private @Nullable Duration pause;

  /**
   * For a new request.
   *
   * @param harmless whether executing it twice has the effect of executing it once
   * @param limit how long after its first failure it is repeated
   */
  Repetition(boolean harmless, Duration limit) {
    this.harmless = harmless;
    this.limitNanos = limit.toNanos();
  }

  /**
   * How long to wait before the request is repeated after this answer; empty if it is not.
   *
   * @param fromTig whether tig itself refused, which it does before it changes anything; a proxy
   *     may give the same status after it has passed the request on
   * @param retryAfter the answer's header field {@code Retry-After}, if it is a number of seconds
   */
  Optional<Duration> after(int status, boolean fromTig, Optional<Duration> retryAfter) {
    return switch (status) {
      case 429, 503 -> harmless || fromTig ? pause(retryAfter) : Optional.empty();
      case 502, 504 -> harmless ? pause(retryAfter) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /**
   * The same after the connection failed.
   *
   * @param executed whether the server may have executed the request
   */
  Optional<Duration> afterFailure(boolean executed) {
    return harmless || !executed ? pause(Optional.empty()) : Optional.empty();
  }

  private Optional<Duration> pause(Optional<Duration> asked) {
    long now = System.nanoTime();
    if (pause == null) {
      firstFailure = now;
      pause = FIRST_PAUSE;
    } else {
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
    Duration next = asked.orElseGet(this::scattered);
    return now - firstFailure + next.toNanos() > limitNanos ? Optional.empty() : Optional.of(next);
  }

  /** Clients that failed together do not come back together. */
  private Duration scattered() {
    long nanos = pause == null ? 0 : pause.toNanos();
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
