package org.tigstore.server;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.tigstore.access.Operation;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.web.Services;

/**
 * Counts requests and what they move, from the first on, at the cost of a few additions each. It
 * has all its counts from the beginning, so that a figure is there before it is more than zero.
 * Safe for any number of threads.
 */
final class RequestTally implements Services.Observer, Collector {
  private final Map<Operation, Map<Ending, Latencies>> latencies = new EnumMap<>(Operation.class);
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder tooMany = new LongAdder();
  private final LongAdder busy = new LongAdder();

  /** Nothing so far. */
  RequestTally() {
    for (Operation operation : Operation.values()) {
      Map<Ending, Latencies> ofOperation = new EnumMap<>(Ending.class);
      for (Ending ending : Ending.values()) {
        ofOperation.put(ending, new Latencies());
      }
      latencies.put(operation, ofOperation);
    }
  }

  @Override
  public void ended(Services.Outcome outcome) {
    var ofOperation = Objects.requireNonNull(latencies.get(outcome.operation()));
    Objects.requireNonNull(ofOperation.get(Ending.of(outcome))).add(outcome.nanos());
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

  /** How many bytes of bodies came. */
  long received() {
    return received.sum();
  }

  /** How many bytes of blocks went. */
  long sent() {
    return sent.sum();
  }

  /** How many requests were refused because their callers asked for too much. */
  long tooMany() {
    return tooMany.sum();
  }

  /** How many requests were refused because there was too much to do. */
  long busy() {
    return busy.sum();
  }

  @Override
  public MetricSnapshot collect() {
    HistogramSnapshot.Builder requests =
        HistogramSnapshot.builder()
            .name("tig_requests_seconds")
            .help("Requests, and how long they took");
    latencies.forEach(
        (operation, ofOperation) ->
            ofOperation.forEach(
                (ending, taken) ->
                    requests.dataPoint(
                        taken.snapshot(
                            Labels.of(
                                "operation", operation.label(), "outcome", ending.label())))));
    return requests.build();
  }
}
