package org.tigstore.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * WildFly's own limit of a body, {@code max-post-size}: what is over it WildFly refuses before tig
 * is asked, so that only a look at its configuration can tell. For one thread at a time.
 */
final class WildFlyBodyLimit {
  private static final System.Logger LOG = System.getLogger(WildFlyBodyLimit.class.getName());
  private static final String STATE = "jboss.root:type=state";
  private static final String LISTENERS = "jboss.as:subsystem=undertow,server=*,*";

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private boolean looked;

  /**
   * Logs a warning for each of WildFly's listeners that takes less than a block may have. Looks
   * once, when the server has started: until then it does not tell. To be called now and then.
   */
  void warnOnceIfUnder(long maxBlockSize) {
    if (looked) {
      return;
    }
    try {
      if (!beans.isRegistered(new ObjectName(STATE))) {
        looked = true;
      } else if (!isStarting()) {
        looked = true;
        warnIfUnder(maxBlockSize);
      }
    } catch (JMException e) {
      looked = true;
      LOG.log(DEBUG, "cannot read WildFly's limit for request bodies", e);
    }
  }

  private boolean isStarting() throws JMException {
    return beans.getAttribute(new ObjectName(STATE), "ProcessState").equals("starting");
  }

  private void warnIfUnder(long maxBlockSize) throws JMException {
    for (ObjectName listener : beans.queryNames(new ObjectName(LISTENERS), null)) {
      if (isHttpListener(listener)
          && beans.getAttribute(listener, "maxPostSize") instanceof Long limit
          && limit > 0
          && limit < maxBlockSize) {
        LOG.log(
            WARNING,
            "WildFly''s {0} refuses bodies over {1} bytes: set its max-post-size to 0",
            listener,
            limit.toString());
      }
    }
  }

  private static boolean isHttpListener(ObjectName resource) {
    return resource.getKeyProperty("http-listener") != null
        || resource.getKeyProperty("https-listener") != null;
  }
}
