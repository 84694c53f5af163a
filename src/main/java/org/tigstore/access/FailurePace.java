package org.tigstore.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides how long answers to failed attempts wait: each for a while, and those to one client one
 * after the other, so that guessing has a pace however many connections it uses. Those who fail
 * faster than that have a pace together too, ten times as fast; nobody else waits for them. Safe
 * for any number of threads.
 */
public final class FailurePace {
  private static final int CLIENTS_AT_ONCE = 10;
  private static final int MOST_CLIENTS = 10_000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final long delayNanos;
  private final long intervalNanos;
  private final LongSupplier clock;
  private final AtomicLong nextOfAll;
  private final Cache<String, AtomicLong> nextOfClient;

  /**
   * Answers wait for this long, and those to one client leave this far apart.
   *
   * @param delay zero: none waits at all
   */
  public FailurePace(Duration delay, Duration interval) {
    this(delay, interval, System::nanoTime);
  }

  /** As the other, by this clock of nanoseconds. */
  FailurePace(Duration delay, Duration interval, LongSupplier clock) {
    this.delayNanos = delay.toNanos();
    this.intervalNanos = interval.toNanos();
    this.clock = clock;
    this.nextOfAll = new AtomicLong(clock.getAsLong());
    this.nextOfClient =
        Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(LONGEST_WAIT.plus(interval).multipliedBy(2))
            .ticker(clock::getAsLong)
            .build();
  }

  /**
   * How long the answer to an attempt of this client that has just failed is to wait; empty if so
   * many wait already that it had better be refused at once.
   *
   * @param address the client's, as text
   */
  public Optional<Duration> next(String address) {
    if (delayNanos == 0) {
      return Optional.of(Duration.ZERO);
    }
    long now = clock.getAsLong();
    AtomicLong ofClient =
        nextOfClient.get(ClientNetwork.of(address), network -> new AtomicLong(now));
    long turn = take(ofClient, now, intervalNanos);
    if (turn < 0) {
      return Optional.empty();
    }
    if (turn == 0) {
      return Optional.of(Duration.ofNanos(delayNanos));
    }
    long turnOfAll = take(nextOfAll, now, intervalNanos / CLIENTS_AT_ONCE);
    return turnOfAll < 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(delayNanos + Math.max(turn, turnOfAll)));
  }

  /** How long until the turn that is taken; negative, and none is taken, if that is too long. */
  private static long take(AtomicLong next, long now, long interval) {
    while (true) {
      long seen = next.get();
      long wait = Math.max(0, seen - now);
      if (wait > LONGEST_WAIT.toNanos()) {
        return -1;
      }
      if (next.compareAndSet(seen, now + wait + interval)) {
        return wait;
      }
    }
  }
}
