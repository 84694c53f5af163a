package org.tigstore.server;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Shows figures by JMX, under a name that contains the node's directory, until it is closed. What
 * keeps JMX from showing them is logged, and the node runs all the same.
 */
final class JmxView implements DynamicMBean, Closeable {
  private static final System.Logger LOG = System.getLogger(JmxView.class.getName());
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private final List<Figure> figures;
  private final ObjectName name;
  private boolean registered;

  JmxView(List<Figure> figures, Path data) {
    this.figures = figures;
    this.name = name(data);
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

  /** Shows the figures from now on. */
  synchronized void show() {
    try {
      SERVER.registerMBean(this, name);
      registered = true;
    } catch (JMException e) {
      LOG.log(WARNING, "JMX does not show this node", e);
    }
  }

  @Override
  public synchronized void close() {
    if (!registered) {
      return;
    }
    registered = false;
    try {
      SERVER.unregisterMBean(name);
    } catch (JMException e) {
      LOG.log(WARNING, "JMX still shows a node that has been closed", e);
    }
  }

  @Override
  public Object getAttribute(String attribute) throws AttributeNotFoundException {
    return figures.stream()
        .filter(figure -> figure.attribute().equals(attribute))
        .findFirst()
        .orElseThrow(() -> new AttributeNotFoundException(attribute))
        .value()
        .get();
  }

  @Override
  public AttributeList getAttributes(String[] attributes) {
    List<String> wanted = Arrays.asList(attributes);
    AttributeList values = new AttributeList();
    for (Figure figure : figures) {
      if (wanted.contains(figure.attribute())) {
        values.add(new Attribute(figure.attribute(), figure.value().get()));
      }
    }
    return values;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException("nothing can be set here");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String action, Object[] parameters, String[] signature) {
    throw new UnsupportedOperationException(action);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    MBeanAttributeInfo[] attributes =
        figures.stream().map(JmxView::describe).toArray(MBeanAttributeInfo[]::new);
    return new MBeanInfo(JmxView.class.getName(), "A node of tig", attributes, null, null, null);
  }

  private static MBeanAttributeInfo describe(Figure figure) {
    Class<?> type = figure.value().get().getClass();
    boolean is = type == Boolean.class;
    return new MBeanAttributeInfo(
        figure.attribute(), type.getName(), figure.help(), true, false, is);
  }
}
