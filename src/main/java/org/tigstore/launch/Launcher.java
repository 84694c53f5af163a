package org.tigstore.launch;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.file.Path;

/** Runs the WAR that it lies in, without an application server. */
public final class Launcher {
  private static final String MAIN_CLASS = "org.tigstore.standalone.StandAlone";

  private Launcher() {}

  /** What {@code java -jar tig.war} calls. */
  public static void main(String[] arguments) throws Throwable {
    Path war = Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    WarClassLoader loader = new WarClassLoader(WarContents.of(war));
    // For those who turn an address of a resource into text and back.
    URL.setURLStreamHandlerFactory(
        protocol -> protocol.equals(WarClassLoader.PROTOCOL) ? loader.streamHandler() : null);
    Thread.currentThread().setContextClassLoader(loader);
    try {
      loader
          .loadClass(MAIN_CLASS)
          .getMethod("run", Path.class, String[].class)
          .invoke(null, war, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
