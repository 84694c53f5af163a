package org.tigstore.standalone;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.MemoryHandler;

/**
 * Buffers the log until the start succeeds, so that a failure prints one sentence and nothing else.
 */
final class StartupLogBuffer {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
  private static final int CAPACITY = 1000;

  /** Logs its version at each start. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  /** Warns at each start of entity types without support, none of which tig uses. */
  private static final Logger ENTITIES =
      Logger.getLogger("org.glassfish.jersey.message.internal.MessagingBinders");

  /** Warns at each start that nothing here assigns the roles that the descriptor declares. */
  private static final Logger DESCRIPTOR =
      Logger.getLogger("org.eclipse.jetty.ee10.webapp.StandardDescriptorProcessor");

  private final Logger root = LogManager.getLogManager().getLogger("");
  private final Handler console = root.getHandlers()[0];
  private final MemoryHandler buffer = new MemoryHandler(console, CAPACITY, Level.OFF);

  private StartupLogBuffer() {}

  /** Buffers what is logged from now on. */
  static StartupLogBuffer start() {
    if (System.getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, "[%4$s] %5$s%6$s%n");
    }
    JETTY.setLevel(Level.WARNING);
    ENTITIES.setLevel(Level.SEVERE);
    DESCRIPTOR.setLevel(Level.SEVERE);
    StartupLogBuffer log = new StartupLogBuffer();
    log.root.removeHandler(log.console);
    log.root.addHandler(log.buffer);
    return log;
  }

  /** Prints the buffer, and from now on each record at once. */
  void flush() {
    root.removeHandler(buffer);
    root.addHandler(console);
    buffer.push();
  }

  /** Drops the buffer and all that follows. */
  void discard() {
    root.removeHandler(buffer);
  }
}
