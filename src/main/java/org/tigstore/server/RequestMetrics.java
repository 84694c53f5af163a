package org.tigstore.server;

import static org.tigstore.server.Figure.counter;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.tigstore.access.Operation;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.web.Services;

/**
 * Counts requests, how long they take and the bytes that they move. All counts exist from the
 * start, at zero. Safe for any number of threads.
 */
final class RequestMetrics implements Services.Observer {
  private static final double NANOS_IN_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Histogram histogram =
      Histogram.builder()
          .name("tig_requests_seconds")
          .help("Requests and their duration")
          .labelNames("operation", "outcome")
          .classicOnly()
          .classicUpperBounds(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10)
          .withoutExemplars()
          .build();
  private final Map<Operation, Map<RequestOutcome, DistributionDataPoint>> durations =
      new EnumMap<>(Operation.class);
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder tooMany = new LongAdder();
  private final LongAdder busy = new LongAdder();

  RequestMetrics() {
    for (Operation operation : Operation.values()) {
      Map<RequestOutcome, DistributionDataPoint> ofOperation = new EnumMap<>(RequestOutcome.class);
      for (RequestOutcome outcome : RequestOutcome.values()) {
        ofOperation.put(outcome, histogram.labelValues(operation.label(), outcome.label()));
      }
      durations.put(operation, ofOperation);
    }
  }

  @Override
  public void ended(Services.Outcome outcome) {
    var ofOperation = Objects.requireNonNull(durations.get(outcome.operation()));
    Objects.requireNonNull(ofOperation.get(RequestOutcome.of(outcome)))
        .observe(outcome.nanos() / NANOS_IN_SECOND);
    received.add(outcome.received());
    sent.add(outcome.sent());
    outcome.refused().map(RefusedException::refusal).ifPresent(this::countThrottling);
  }

  private void countThrottling(Refusal refusal) {
    if (refusal == Refusal.TOO_MANY) {
      tooMany.increment();
    } else if (refusal == Refusal.BUSY) {
      busy.increment();
    }
  }

  /** What was moved and what was throttled. */
  List<Figure> figures() {
    String throttled = "Requests refused for being too many";
    return List.of(
        counter("ReceivedBytes", "tig_received_bytes", "Bytes of bodies received", received::sum),
        counter("SentBytes", "tig_sent_bytes", "Bytes of blocks sent", sent::sum),
        counter("TooMany", "tig_throttled", throttled, tooMany::sum).with("how", "too_many"),
        counter("Busy", "tig_throttled", throttled, busy::sum).with("how", "busy"));
  }

  /** How many requests took how long, by operation and outcome. */
  MetricSnapshot durations() {
    return histogram.collect();
  }
}
