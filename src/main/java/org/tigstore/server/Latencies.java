package org.tigstore.server;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How many requests took how long. Safe for any number of threads, which do not wait. */
final class Latencies {
  private static final double NANOS_IN_SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final long[] BOUNDS =
      LongStream.of(1, 5, 10, 50, 100, 500, 1000, 5000, 10_000)
          .map(millis -> Duration.ofMillis(millis).toNanos())
          .toArray();

  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(BOUNDS.length + 1L).toArray(LongAdder[]::new);
  private final LongAdder sum = new LongAdder();

  /** Counts a request that took so long. */
  void add(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(nanos);
  }

  /** What was counted until now. */
  HistogramDataPointSnapshot snapshot(Labels labels) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int bucket = 0; bucket < BOUNDS.length; bucket++) {
      buckets.bucket(BOUNDS[bucket] / NANOS_IN_SECOND, counts[bucket].sum());
    }
    buckets.bucket(Double.POSITIVE_INFINITY, counts[BOUNDS.length].sum());
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(buckets.build())
        .sum(sum.sum() / NANOS_IN_SECOND)
        .labels(labels)
        .build();
  }
}
