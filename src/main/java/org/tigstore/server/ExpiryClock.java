package org.tigstore.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.tigstore.block.TimeSource;

/**
 * The time by which blocks expire: the wall clock's, but never so late that a block expires before
 * its lifetime has passed by the monotonic clock. Safe for any number of threads.
 *
 * <p>A touch leaves the wall clock's time with the block. The lead of the wall clock over the
 * monotonic clock changes only when somebody sets it. The least lead of the last lifetime counts:
 * no block that was touched within it can seem older than it is. So a step back counts at once, and
 * a step forward after a lifetime, when all blocks of before have expired or been touched.
 *
 * <p>A file keeps the times of the last sweep over a restart: this clock's as its modification
 * time, the wall clock's as its access time. Deleting it confirms the wall clock.
 */
final class ExpiryClock {
  private static final System.Logger LOG = System.getLogger(ExpiryClock.class.getName());
  private static final Duration LEAST_TOLERANCE = Duration.ofSeconds(1);
  private static final Duration MOST_TOLERANCE = Duration.ofMinutes(1);
  private static final int TOLERANCES_IN_LIFETIME = 100;

  private final Duration lifetime;
  private final Duration tolerance;
  private final Path work;
  private final Path record;
  private final TimeSource clock;
  private final Instant startTime;
  private final long startNanos;

  /** Leads are relative to the one at the start. */
  private Duration lead;

  /** The lead that counts. */
  private Duration counted;

  /** The least lead since {@link #windowStart}. */
  private Duration least = Duration.ZERO;

  private long windowStart;
  private boolean behind;
  private long steps;
  private boolean recorded;

  /**
   * Starts where the last sweep of this directory was, if that was longer ago than a stop may last.
   *
   * @param lifetime how long blocks live after a touch
   * @param longestStop how long a node may be stopped for the wall clock to be believed at its
   *     start
   * @param work the directory of the file
   */
  ExpiryClock(Duration lifetime, Duration longestStop, Path work, TimeSource clock) {
    this.lifetime = lifetime;
    this.tolerance = tolerance(lifetime);
    this.work = work;
    this.record = work.resolve("last-sweep");
    this.clock = clock;
    this.startTime = clock.instant();
    this.startNanos = clock.nanos();
    this.windowStart = startNanos;
    this.counted = Duration.between(startTime, timeAtStart(longestStop));
    this.lead = counted;
    observe();
    keepTimes();
  }

  private static Duration tolerance(Duration lifetime) {
    Duration part = lifetime.dividedBy(TOLERANCES_IN_LIFETIME);
    return part.compareTo(LEAST_TOLERANCE) < 0 ? LEAST_TOLERANCE : least(part, MOST_TOLERANCE);
  }

  private static <T extends Comparable<T>> T least(T one, T other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private Instant timeAtStart(Duration longestStop) {
    BasicFileAttributes times;
    try {
      times = Files.readAttributes(record, BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return startTime;
    } catch (IOException e) {
      LOG.log(WARNING, "when the last sweep was is unknown: the wall clock is believed", e);
      return startTime;
    }
    recorded = true;
    Instant wall = times.lastAccessTime().toInstant();
    Instant expiry = least(times.lastModifiedTime().toInstant(), wall);
    Duration stop = Duration.between(wall, startTime);
    boolean plausible = !stop.isNegative() && stop.compareTo(longestStop) <= 0;
    return plausible ? startTime.minus(Duration.between(expiry, wall)) : least(expiry, startTime);
  }

  /** Looks at the clocks. To be called about once a second: a touch in between is not seen. */
  synchronized void observe() {
    long nanos = clock.nanos();
    Duration before = lead;
    lead = Duration.between(startTime, clock.instant()).minusNanos(nanos - startNanos);
    boolean ahead = lead.compareTo(counted.plus(tolerance)) > 0;
    if (ahead && !behind) {
      windowStart = nanos;
      least = lead;
    }
    counted = least(counted, lead);
    least = least(least, lead);
    if (nanos - windowStart >= lifetime.toNanos()) {
      counted = least;
      windowStart = nanos;
      least = lead;
    }
    Duration step = lead.minus(before);
    note(step, lead.compareTo(counted.plus(tolerance)) > 0);
    if (step.abs().compareTo(tolerance) > 0) {
      keepTimes();
    }
  }

  private void note(Duration step, boolean isBehind) {
    boolean forward = step.compareTo(tolerance) > 0;
    boolean back = step.negated().compareTo(tolerance) > 0;
    if (forward || back) {
      steps++;
    }
    if (back) {
      LOG.log(
          WARNING,
          "the wall clock stepped back by "
              + shown(step.negated())
              + ": blocks whose last touch is in the future are touched");
    }
    if (isBehind && (forward || !behind)) {
      LOG.log(
          WARNING,
          "the wall clock is "
              + shown(lead.minus(counted))
              + " ahead of the time that has passed, because it was set, or because the node or the"
              + " machine stood still: blocks expire as if it were not, for "
              + shown(lifetime)
              + " or until it is set back; if it is right, delete "
              + record
              + " for expiry to follow it at once");
    } else if (behind && !isBehind) {
      LOG.log(INFO, "blocks expire by the wall clock again");
    }
    behind = isBehind;
  }

  private static String shown(Duration duration) {
    return SettingKind.shown(duration.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The time for a sweep that begins now. */
  synchronized Instant beginSweep() {
    observe();
    if (recorded && isDeleted()) {
      recorded = false;
      confirm();
    }
    return now();
  }

  private Instant now() {
    return startTime.plus(counted).plusNanos(clock.nanos() - startNanos);
  }

  /** A file that is gone together with its directory says nothing. */
  private boolean isDeleted() {
    return Files.notExists(record, NOFOLLOW_LINKS) && Files.isDirectory(work, NOFOLLOW_LINKS);
  }

  private void confirm() {
    counted = lead;
    windowStart = clock.nanos();
    least = lead;
    note(Duration.ZERO, false);
  }

  /** Keeps the times as of now for the next start. To be called after a sweep. */
  synchronized void keepTimes() {
    if (recorded && isDeleted()) {
      // Somebody has just confirmed the wall clock, for the next sweep.
      return;
    }
    try {
      if (Files.notExists(record, NOFOLLOW_LINKS)) {
        Files.createFile(record);
      }
      recorded = true;
      Files.getFileAttributeView(record, BasicFileAttributeView.class, NOFOLLOW_LINKS)
          .setTimes(FileTime.from(now()), FileTime.from(clock.instant()), null);
    } catch (IOException e) {
      LOG.log(WARNING, "the times of the clocks cannot be kept for the next start", e);
    }
  }

  /** How far expiry is behind the wall clock; zero unless that is more than a tolerance. */
  synchronized Duration behind() {
    return behind ? lead.minus(counted) : Duration.ZERO;
  }

  /** How many steps of the wall clock were seen. */
  synchronized long steps() {
    return steps;
  }
}
