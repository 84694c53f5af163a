package org.tigstore.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Limits failed attempts by token buckets: one for each client network and one for all of them
 * together. A failure takes a token from both. While its bucket is empty, every attempt of a
 * network is refused, so that a refusal does not reveal whether the attempt would have succeeded.
 * The common bucket applies only to networks that failed within the last hour, so failures do not
 * affect other networks. A refused client may try again after a second. Never blocks. Memory is
 * bounded: at most about 10,000 networks are remembered. Safe for any number of threads.
 */
public final class FailureThrottle {
  private static final int MAX_CLIENTS = 10_000;
  private static final Duration MEMORY = Duration.ofHours(1);

  /** More than any client can reach. */
  private static final Rate ANY = new Rate(Integer.MAX_VALUE, 1_000_000_000);

  private final Rate perClient;
  private final Bucket common;
  private final String reason;
  private final LongSupplier clock;
  private final Cache<String, Bucket> clients;

  private FailureThrottle(Rate perClient, Rate overall, String reason, LongSupplier clock) {
    this.perClient = perClient;
    this.common = new Bucket(overall, clock.getAsLong());
    this.reason = reason;
    this.clock = clock;
    // Maintenance runs on the calling thread: a stopped application leaves no thread behind.
    this.clients =
        Caffeine.newBuilder()
            .maximumSize(MAX_CLIENTS)
            .expireAfterAccess(MEMORY)
            .ticker(clock::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Limits wrong keys: 10 per second for each client network, 100 for all, with bursts of ten times
   * that.
   */
  public static FailureThrottle ofWrongKeys() {
    return ofWrongKeys(System::nanoTime);
  }

  /** As {@link #ofWrongKeys()}, with a clock in nanoseconds. */
  static FailureThrottle ofWrongKeys(LongSupplier clock) {
    return new FailureThrottle(
        new Rate(100, 10), new Rate(1000, 100), "too many wrong keys from this network", clock);
  }

  /**
   * Limits misses for each client network.
   *
   * @param perSecond the maximum per second, and at once; zero: no limit
   */
  public static FailureThrottle ofMisses(int perSecond) {
    return ofMisses(perSecond, System::nanoTime);
  }

  /** As {@link #ofMisses(int)}, with a clock in nanoseconds. */
  static FailureThrottle ofMisses(int perSecond, LongSupplier clock) {
    return new FailureThrottle(
        new Rate(perSecond, perSecond), ANY, "too many misses from this network", clock);
  }

  /** Whether there is a limit. */
  public boolean isLimited() {
    return perClient.perSecond() > 0;
  }

  /**
   * Checks that this client is within its limit; takes no token.
   *
   * @param address the client's address, as text
   * @throws RefusedException {@link Refusal#TOO_MANY} if the client is over its limit
   */
  public void check(String address) throws RefusedException {
    if (clients.estimatedSize() == 0) {
      return; // No client has failed, so the address need not be parsed.
    }
    long now = clock.getAsLong();
    // Does not renew the entry: only failures do.
    @Nullable Bucket own = clients.policy().getIfPresentQuietly(ClientNetwork.of(address));
    if (own != null && (own.isEmpty(now) || common.isEmpty(now))) {
      throw refused();
    }
  }

  /**
   * Counts a failure of this client.
   *
   * @param address the client's address, as text
   * @throws RefusedException {@link Refusal#TOO_MANY} if the client is over its limit; it replaces
   *     the failure, which is not counted
   */
  public void count(String address) throws RefusedException {
    if (!isLimited()) {
      return;
    }
    check(address);
    long now = clock.getAsLong();
    Bucket own = clients.get(ClientNetwork.of(address), network -> new Bucket(perClient, now));
    if (!own.take(now)) {
      throw refused();
    }
    common.take(now);
  }

  private RefusedException refused() {
    return new RefusedException(Refusal.TOO_MANY, reason);
  }

  private record Rate(int burst, int perSecond) {}

  /** A token bucket, represented by the time at which it is full again. */
  private static final class Bucket {
    private final long refillNanos;
    private final long capacityNanos;
    private final AtomicLong fullAt;

    Bucket(Rate rate, long now) {
      refillNanos = Math.max(1, TimeUnit.SECONDS.toNanos(1) / rate.perSecond());
      capacityNanos = rate.burst() * refillNanos;
      fullAt = new AtomicLong(now);
    }

    boolean isEmpty(long now) {
      return nanosToFullAfterTake(fullAt.get(), now) > capacityNanos;
    }

    /** Takes a token, if there is one. */
    boolean take(long now) {
      while (true) {
        long seen = fullAt.get();
        long nanosToFull = nanosToFullAfterTake(seen, now);
        if (nanosToFull > capacityNanos) {
          return false;
        }
        if (fullAt.compareAndSet(seen, now + nanosToFull)) {
          return true;
        }
      }
    }

    private long nanosToFullAfterTake(long seen, long now) {
      return Math.max(0, seen - now) + refillNanos;
    }
  }
}
