package org.tigstore.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tigstore.web.Services;

/**
 * Shows a node's status and figures over HTTP, and the figures by JMX until it is closed. Nodes in
 * one process have nothing in common. Safe for any number of threads.
 */
final class Monitoring implements Services.Monitor, Closeable {
  private final NodeStatus status;
  private final List<Figure> figures;
  private final RequestMetrics requests;
  private final Path data;
  private @Nullable JmxView jmx;
  private boolean closed;

  /** Shows status and figures of the node that has this directory. */
  Monitoring(NodeStatus status, List<Figure> figures, RequestMetrics requests, Path data) {
    this.status = status;
    this.figures = figures;
    this.requests = requests;
    this.data = data;
  }

  /** Shows the node by JMX, unless it is shown already. That takes time, so a start omits it. */
  synchronized void show() {
    if (jmx == null && !closed) {
      jmx = new JmxView(figures, data);
      jmx.show();
    }
  }

  @Override
  public String version() {
    return status.version();
  }

  @Override
  public String status() {
    return status.json();
  }

  @Override
  public String metrics() {
    MetricSnapshots.Builder metrics = MetricSnapshots.builder();
    figures.stream()
        .collect(Collectors.groupingBy(Figure::metric, LinkedHashMap::new, Collectors.toList()))
        .forEach((name, family) -> metrics.metricSnapshot(Figure.snapshot(family)));
    metrics.metricSnapshot(requests.durations());
    ProcessMetrics.addTo(metrics);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, metrics.build());
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return text.toString(UTF_8);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (jmx != null) {
      jmx.close();
    }
  }
}
