package org.tigstore.standalone;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.MemoryHandler;

/**
 * Keeps back what is logged until the start succeeds, so that a failure is the one sentence that is
 * seen.
 */
final class HeldLog {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
  private static final int CAPACITY = 1000;

  /** Says at each start what versions run. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  /** Says at each start which types of entities cannot be had, none of which tig has. */
  private static final Logger ENTITIES =
      Logger.getLogger("org.glassfish.jersey.message.internal.MessagingBinders");

  /** Says at each start that nobody here gives the roles that the descriptor declares. */
  private static final Logger DESCRIPTOR =
      Logger.getLogger("org.eclipse.jetty.ee10.webapp.StandardDescriptorProcessor");

  private final Logger root = LogManager.getLogManager().getLogger("");
  private final Handler console = root.getHandlers()[0];
  private final MemoryHandler held = new MemoryHandler(console, CAPACITY, Level.OFF);

  private HeldLog() {}

  /** Keeps back what is logged from now on. */
  static HeldLog hold() {
    if (System.getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, "[%4$s] %5$s%6$s%n");
    }
    JETTY.setLevel(Level.WARNING);
    ENTITIES.setLevel(Level.SEVERE);
    DESCRIPTOR.setLevel(Level.SEVERE);
    HeldLog log = new HeldLog();
    log.root.removeHandler(log.console);
    log.root.addHandler(log.held);
    return log;
  }

  /** Shows what was kept back, and all that follows as it comes. */
  void release() {
    root.removeHandler(held);
    root.addHandler(console);
    held.push();
  }

  /** Shows nothing of it. */
  void forget() {
    root.removeHandler(held);
  }
}
