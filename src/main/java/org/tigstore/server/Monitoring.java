package org.tigstore.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.Closeable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tigstore.web.Services;

/**
 * Tells of a node over HTTP and JMX until it is closed. What takes time to be made is made when it
 * is first asked for, or in a timer's thread, as a start must not wait for it. Applications in one
 * process have nothing in common. Safe for any number of threads.
 */
final class Monitoring implements Services.Monitor, Closeable {
  private final NodeFigures node;
  private final Path data;
  private @Nullable PrometheusMeterRegistry registry;
  private @Nullable ManagedNode managed;
  private boolean closed;

  /** Tells of this node, which has this directory. */
  Monitoring(NodeFigures node, Path data) {
    this.node = node;
    this.data = data;
  }

  /** Shows the node by JMX, unless it is shown already. */
  synchronized void show() {
    if (managed == null && !closed) {
      managed = new ManagedNode(new NodeBean(node), data);
    }
  }

  @Override
  public String version() {
    return node.version();
  }

  @Override
  public String metrics() {
    return registry().scrape();
  }

  private synchronized PrometheusMeterRegistry registry() {
    if (registry == null) {
      registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      registry.getPrometheusRegistry().register(node.requests());
      new NodeMeters(node, registry).bind();
      ProcessMeters.bind(registry);
    }
    return registry;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (managed != null) {
      managed.close();
    }
    if (registry != null) {
      registry.close();
    }
  }
}
