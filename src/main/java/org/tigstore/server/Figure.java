package org.tigstore.server;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/**
 * One figure of a node, which JMX shows as an attribute and Prometheus as a metric.
 *
 * @param attribute its name in JMX
 * @param metric its name in Prometheus, which others with other labels may share
 * @param counted whether it only rises
 * @param labels its labels in Prometheus
 * @param help what it is
 * @param value its value as of now; a number below 0 is not known
 */
record Figure(
    String attribute,
    String metric,
    boolean counted,
    Labels labels,
    String help,
    Supplier<?> value) {

  static Figure gauge(String attribute, String metric, String help, Supplier<?> value) {
    return new Figure(attribute, metric, false, Labels.EMPTY, help, value);
  }

  static Figure counter(String attribute, String metric, String help, Supplier<?> value) {
    return new Figure(attribute, metric, true, Labels.EMPTY, help, value);
  }

  Figure with(String label, String labelValue) {
    return new Figure(attribute, metric, counted, Labels.of(label, labelValue), help, value);
  }

  /** What Prometheus shows of the figures that share a metric. */
  static MetricSnapshot snapshot(List<Figure> family) {
    MetricMetadata metadata = new MetricMetadata(family.get(0).metric, family.get(0).help);
    return family.get(0).counted
        ? new CounterSnapshot(metadata, family.stream().map(Figure::count).toList())
        : new GaugeSnapshot(metadata, family.stream().map(Figure::level).toList());
  }

  private CounterDataPointSnapshot count() {
    return new CounterDataPointSnapshot(number(), labels, null, 0);
  }

  private GaugeDataPointSnapshot level() {
    return new GaugeDataPointSnapshot(number(), labels, null);
  }

  private double number() {
    Object current = value.get();
    if (current instanceof Number number) {
      return number.doubleValue() < 0 ? Double.NaN : number.doubleValue();
    }
    return current.equals(false) ? 0 : 1;
  }
}
