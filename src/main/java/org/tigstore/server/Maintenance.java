package org.tigstore.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.util.Optional;
import org.tigstore.block.BlockStore;
import org.tigstore.block.TimeSource;

/**
 * The periodic work of a store: it removes expired blocks, counts all blocks, hashes some and
 * checks the disk. Safe for any number of threads.
 */
final class Maintenance {
  private static final System.Logger LOG = System.getLogger(Maintenance.class.getName());

  /** Counting need not be as frequent as a search for expired blocks. */
  private static final Duration SHORTEST_COUNT_INTERVAL = Duration.ofMinutes(1);

  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(3);

  private final BlockStore store;
  private final Settings settings;
  private final DiskWatch disk;
  private final Duration lifetime;

  /** Empty if blocks do not expire. */
  private final Optional<ExpiryClock> expiry;

  private final Recurring sweeping;
  private final Recurring checking;

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  /** All work is due at once; the disk is checked before this returns. */
  Maintenance(BlockStore store, Settings settings, TimeSource clock) {
    this.store = store;
    this.settings = settings;
    this.disk = new DiskWatch(store::checkUsable, clock::nanos);
    this.lifetime = settings.get(Setting.RETENTION).plus(settings.touchInterval());
    this.expiry =
        settings.get(Setting.RETENTION).isZero()
            ? Optional.empty()
            : Optional.of(
                new ExpiryClock(
                    lifetime,
                    lifetime.plus(sweepInterval(settings)),
                    settings.store().work(),
                    clock));
    this.sweeping = new Recurring(sweepInterval(settings), clock);
    this.checking = new Recurring(CHECK_INTERVAL, clock);
    logging("the check of the disk", disk::check);
  }

  private static Duration sweepInterval(Settings settings) {
    Duration interval = settings.get(Setting.SWEEP_INTERVAL);
    return settings.get(Setting.RETENTION).isZero()
            && interval.compareTo(SHORTEST_COUNT_INTERVAL) < 0
        ? SHORTEST_COUNT_INTERVAL
        : interval;
  }

  /** To be called about once a second. Failures go to the log: a later call tries again. */
  void runDueTasks() {
    expiry.ifPresent(ExpiryClock::observe);
    checking.runIfDueFor(Duration.ZERO, () -> logging("the check of the disk", disk::check));
    if (!settings.get(Setting.SCRUB_PERIOD).isZero() && unusable().isEmpty()) {
      logging("scrubbing", () -> store.scrub(settings.get(Setting.SCRUB_PERIOD)));
    }
  }

  /**
   * Removes what has expired, if that has been due for so long, and counts all blocks. Failures go
   * to the log.
   */
  void sweepIfDueFor(Duration delay) {
    sweeping.runIfDueFor(delay, () -> logging("the search for expired blocks", this::sweep));
  }

  /** How long between two sweeps. */
  Duration sweepInterval() {
    return sweepInterval(settings);
  }

  /** Why the store cannot be used, in one line for callers; empty if it can. */
  Optional<String> unusable() {
    return disk.unusable();
  }

  /** How far expiry is behind the wall clock. */
  Duration behind() {
    return expiry.map(ExpiryClock::behind).orElse(Duration.ZERO);
  }

  /** How many steps of the wall clock were seen. */
  long clockSteps() {
    return expiry.map(ExpiryClock::steps).orElse(0L);
  }

  private void sweep() throws Exception {
    if (expiry.isEmpty()) {
      store.recount();
      return;
    }
    long expired = store.expire(expiry.get().beginSweep().minus(lifetime));
    expiry.get().keepTimes();
    if (expired > 0) {
      LOG.log(INFO, "{0} blocks expired", expired);
    }
  }

  private static void logging(String what, Work work) {
    try {
      work.run();
    } catch (Throwable e) {
      // A timer would never call again after a failure that reaches it.
      LOG.log(ERROR, what + " failed", e);
    }
  }
}
