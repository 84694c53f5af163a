package org.tigstore.file;

import java.util.concurrent.atomic.LongAdder;

/** What has happened in a store since it was opened. Safe for any number of threads. */
final class StoreCounters {
  private final LongAdder expired = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private final LongAdder scrubbed = new LongAdder();
  private final LongAdder scrubbedBytes = new LongAdder();

  void countExpired() {
    expired.increment();
  }

  void countDamaged() {
    damaged.increment();
  }

  void countScrubbed(long bytes) {
    scrubbed.increment();
    scrubbedBytes.add(bytes);
  }

  long expired() {
    return expired.sum();
  }

  long damaged() {
    return damaged.sum();
  }

  long scrubbed() {
    return scrubbed.sum();
  }

  long scrubbedBytes() {
    return scrubbedBytes.sum();
  }
}
