package org.tigstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Histogram;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.types.Summary;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;

/**
 * What a node's figures were at one moment, as a parser of Prometheus' text format understands
 * them.
 */
public final class Scrape {
  private static final String REQUESTS = "tig_requests_seconds";

  private final String text;
  private final Map<String, MetricFamily> families = new HashMap<>();

  private Scrape(String text) {
    this.text = text;
    CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
    new TextPrometheusMetricsProcessor(new ByteArrayInputStream(text.getBytes(UTF_8)), walker)
        .walk();
    for (MetricFamily family : walker.getAllMetricFamilies()) {
      assertThat(families.put(family.getName(), family)).as(family.getName()).isNull();
    }
  }

  /** Of this text, each line of which is understood: the parser passes over what is not. */
  static Scrape of(String text) {
    Scrape scrape = new Scrape(text);
    int understood =
        scrape.families.values().stream()
            .flatMap(family -> family.getMetrics().stream())
            .mapToInt(Scrape::lines)
            .sum();
    assertThat(scrape.samples()).hasSize(understood);
    return scrape;
  }

  private static int lines(Metric metric) {
    if (metric instanceof Histogram histogram) {
      return histogram.getBuckets().size() + 2;
    }
    return metric instanceof Summary summary ? summary.getQuantiles().size() + 2 : 1;
  }

  private List<String> samples() {
    return text.lines().filter(line -> !line.startsWith("#")).toList();
  }

  /** The names under which Prometheus would store what is here. */
  Set<String> names() {
    return samples().stream()
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The value of the only counter or gauge of this name. */
  double value(String name) {
    return value(name, Map.of());
  }

  /** The value of the counter or gauge that has this name and these labels. */
  double value(String name, Map<String, String> labels) {
    Metric metric = metric(name, labels);
    return metric instanceof Counter counter ? counter.getValue() : ((Gauge) metric).getValue();
  }

  private Metric metric(String name, Map<String, String> labels) {
    List<Metric> found =
        metrics(name).stream().filter(metric -> metric.getLabels().equals(labels)).toList();
    assertThat(found).as("%s %s in %s", name, labels, text).hasSize(1);
    return found.get(0);
  }

  private List<Metric> metrics(String name) {
    assertThat(families).containsKey(name);
    return Objects.requireNonNull(families.get(name)).getMetrics();
  }

  /** The labels of all metrics of this name. */
  List<Map<String, String>> labels(String name) {
    return metrics(name).stream().map(Metric::getLabels).toList();
  }

  /** How many requests there were, by what they asked for and how they ended; no zeros. */
  Map<String, Long> requests() {
    Map<String, Long> counts = new TreeMap<>();
    for (Metric metric : metrics(REQUESTS)) {
      Histogram histogram = (Histogram) metric;
      Map<String, String> labels = histogram.getLabels();
      if (histogram.getSampleCount() > 0) {
        counts.put(
            labels.get("operation") + " " + labels.get("outcome"), histogram.getSampleCount());
      }
    }
    return counts;
  }

  /** The histograms of the times that requests took. */
  List<Histogram> times() {
    return metrics(REQUESTS).stream().map(Histogram.class::cast).toList();
  }

  /** What was answered. */
  @Override
  public String toString() {
    return text;
  }
}
