package org.tigstore.file;

import java.util.concurrent.atomic.LongAdder;

/** What has happened in a store since it was opened. For any number of threads. */
final class Tally {
  private final LongAdder expired = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private final LongAdder scrubbed = new LongAdder();
  private final LongAdder scrubbedBytes = new LongAdder();

  /** A block has been deleted because nobody had touched it. */
  void countExpired() {
    expired.increment();
  }

  /** A sealed block has been found damaged. */
  void countDamaged() {
    damaged.increment();
  }

  /** A sealed block of so many bytes has been hashed although nobody reads it. */
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
