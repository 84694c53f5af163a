package org.tigstore.server;

import static java.lang.System.Logger.Level.DEBUG;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the Java process. They are read from its JMX beans and nothing is registered
 * there, so that nothing of the application stays behind when it is undeployed.
 */
final class ProcessMetrics {
  private static final System.Logger LOG = System.getLogger(ProcessMetrics.class.getName());
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
  private static final double MILLIS_IN_SECOND = TimeUnit.SECONDS.toMillis(1);
  private static final String RUNTIME = "Runtime";
  private static final String SYSTEM = "OperatingSystem";

  private ProcessMetrics() {}

  /** Adds them as of now. What this Java does not know is left out. */
  static void addTo(MetricSnapshots.Builder metrics) {
    metrics.metricSnapshot(memory("jvm_memory_used_bytes", "Used", MemoryUsage::getUsed));
    metrics.metricSnapshot(
        memory("jvm_memory_committed_bytes", "Committed", MemoryUsage::getCommitted));
    metrics.metricSnapshot(memory("jvm_memory_max_bytes", "Limit", MemoryUsage::getMax));
    metrics.metricSnapshot(collections());
    add(metrics, "jvm_threads_live_threads", "Threading", "ThreadCount", 1);
    add(metrics, "process_uptime_seconds", RUNTIME, "Uptime", MILLIS_IN_SECOND);
    add(metrics, "process_start_time_seconds", RUNTIME, "StartTime", MILLIS_IN_SECOND);
    add(metrics, "process_cpu_usage", SYSTEM, "ProcessCpuLoad", 1);
    add(metrics, "process_files_open_files", SYSTEM, "OpenFileDescriptorCount", 1);
    add(metrics, "process_files_max_files", SYSTEM, "MaxFileDescriptorCount", 1);
    add(metrics, "system_cpu_usage", SYSTEM, "CpuLoad", 1);
    add(metrics, "system_cpu_count", SYSTEM, "AvailableProcessors", 1);
    add(metrics, "system_load_average_1m", SYSTEM, "SystemLoadAverage", 1);
  }

  private static MetricSnapshot memory(
      String name, String kind, ToLongFunction<MemoryUsage> figure) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(kind + " memory");
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      @Nullable MemoryUsage usage = pool.getUsage();
      if (usage != null) {
        String area = pool.getType() == MemoryType.HEAP ? "heap" : "nonheap";
        gauge.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of("area", area, "id", pool.getName()))
                .value((double) figure.applyAsLong(usage))
                .build());
      }
    }
    return gauge.build();
  }

  private static MetricSnapshot collections() {
    SummarySnapshot.Builder summary =
        SummarySnapshot.builder()
            .name("jvm_gc_collection_seconds")
            .help("Garbage collections and their duration");
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      summary.dataPoint(
          SummaryDataPointSnapshot.builder()
              .labels(Labels.of("gc", collector.getName()))
              .count(collector.getCollectionCount())
              .sum(collector.getCollectionTime() / MILLIS_IN_SECOND)
              .build());
    }
    return summary.build();
  }

  private static void add(
      MetricSnapshots.Builder metrics, String name, String bean, String attribute, double unit) {
    try {
      Object value = SERVER.getAttribute(new ObjectName("java.lang:type=" + bean), attribute);
      double number = ((Number) value).doubleValue() / unit;
      metrics.metricSnapshot(
          new GaugeSnapshot(
              new MetricMetadata(name, attribute + " of java.lang:type=" + bean),
              List.of(new GaugeDataPointSnapshot(number, Labels.EMPTY, null))));
    } catch (JMException e) {
      // Not every Java has every attribute.
      LOG.log(DEBUG, "the process does not show " + name, e);
    }
  }
}
