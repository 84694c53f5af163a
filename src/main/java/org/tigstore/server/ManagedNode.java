package org.tigstore.server;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Shows a node by JMX, under a name that has its directory, until it is closed. What keeps JMX from
 * showing it is logged, and the node runs all the same.
 */
final class ManagedNode implements Closeable {
  private static final System.Logger LOG = System.getLogger(ManagedNode.class.getName());

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final ObjectName name;
  private boolean shown;

  /** Shows it from now on. */
  ManagedNode(NodeMXBean node, Path data) {
    this.name = name(data);
    try {
      server.registerMBean(node, name);
      shown = true;
    } catch (JMException e) {
      LOG.log(WARNING, "JMX does not show this node", e);
    }
  }

  /** The name of the node that has this directory. */
  static ObjectName name(Path data) {
    String path = ObjectName.quote(data.toAbsolutePath().normalize().toString());
    try {
      return new ObjectName("org.tigstore:type=Node,data=" + path);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException("a quoted path is a value", e);
    }
  }

  @Override
  public synchronized void close() {
    if (!shown) {
      return;
    }
    shown = false;
    try {
      server.unregisterMBean(name);
    } catch (JMException e) {
      LOG.log(WARNING, "JMX goes on showing a node that is gone", e);
    }
  }
}
