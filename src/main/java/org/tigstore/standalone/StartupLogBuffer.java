package org.tigstore.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.MemoryHandler;

/**
 * Buffers the log until the start succeeds, so that a failure prints one sentence and nothing else.
 */
final class StartupLogBuffer {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
  private static final int CAPACITY = 1000;

  /** Each line has its time, in the form of ISO 8601. */
  private static final String LINE = "%1$tFT%1$tT.%1$tL%1$tz [%4$s] %5$s%6$s%n";

  /**
   * What logs more than operators need, unless they configure it: Jetty its version at each start,
   * and malformed requests and too many requests of any caller; Jersey each entity type without
   * support, none of which tig uses; the descriptor's roles, which nothing here assigns.
   */
  private static final Map<Logger, Level> QUIETER =
      Map.of(
          Logger.getLogger("org.eclipse.jetty"), Level.WARNING,
          Logger.getLogger("org.eclipse.jetty.util.HostPort"), Level.SEVERE,
          Logger.getLogger("org.eclipse.jetty.http"), Level.SEVERE,
          Logger.getLogger("org.eclipse.jetty.server.LowResourceMonitor"), Level.SEVERE,
          Logger.getLogger("org.glassfish.jersey.message.internal.MessagingBinders"), Level.SEVERE,
          Logger.getLogger("org.eclipse.jetty.ee10.webapp.StandardDescriptorProcessor"),
              Level.SEVERE);

  private final Logger root = Logger.getLogger("");
  private final List<Handler> handlers = List.of(root.getHandlers());
  private final MemoryHandler buffer = new MemoryHandler(new ToAll(), CAPACITY, Level.OFF);

  private StartupLogBuffer() {}

  /** Buffers what is logged from now on. */
  static StartupLogBuffer start() {
    if (System.getProperty(FORMAT) == null
        && LogManager.getLogManager().getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, LINE);
    }
    QUIETER.forEach(
        (logger, level) -> {
          if (logger.getLevel() == null) {
            logger.setLevel(level);
          }
        });
    replaceMissingConfiguration();
    StartupLogBuffer log = new StartupLogBuffer();
    log.handlers.forEach(log.root::removeHandler);
    log.root.addHandler(log.buffer);
    return log;
  }

  /** Java logs nothing at all if its configuration is not there. */
  private static void replaceMissingConfiguration() {
    String file = System.getProperty("java.util.logging.config.file");
    boolean missing =
        file != null
            && System.getProperty("java.util.logging.config.class") == null
            && !Files.isReadable(Path.of(file));
    if (missing) {
      Logger root = Logger.getLogger("");
      root.addHandler(new ConsoleHandler());
      root.log(Level.WARNING, "{0} cannot be read: the log goes to standard error", file);
    }
  }

  /** Prints the buffer, and from now on each record at once. */
  void flush() {
    root.removeHandler(buffer);
    handlers.forEach(root::addHandler);
    buffer.push();
  }

  /** Drops the buffer and all that follows. */
  void discard() {
    root.removeHandler(buffer);
  }

  /** Hands records to every handler that the log has; there may be none. */
  private final class ToAll extends Handler {
    @Override
    public void publish(LogRecord record) {
      handlers.forEach(handler -> handler.publish(record));
    }

    @Override
    public void flush() {
      handlers.forEach(Handler::flush);
    }

    @Override
    public void close() {
      handlers.forEach(Handler::close);
    }
  }
}
