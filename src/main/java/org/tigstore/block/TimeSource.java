package org.tigstore.block;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The two clocks of a process. {@link #instant()} is the wall clock, for times that are kept with
 * files or shown; somebody may set it forward or back at any moment. {@link #nanos()} is the
 * monotonic clock, for intervals. Safe for any number of threads.
 */
public interface TimeSource extends InstantSource {
  /** The clocks of this machine. */
  TimeSource SYSTEM =
      new TimeSource() {
        @Override
        public Instant instant() {
          return Instant.now();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  /** Nanoseconds since an arbitrary moment; only differences mean something. */
  long nanos();
}
