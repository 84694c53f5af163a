package org.tigstore.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.file.Path;

/** Runs the WAR that contains it, without an application server. */
public final class Launcher {
  private static final String MAIN_CLASS = "org.tigstore.standalone.StandAlone";

  private Launcher() {}

  /** The entry point of {@code java -jar tig.war}. */
  public static void main(String[] arguments) throws Throwable {
    Path war = file(Launcher.class.getProtectionDomain().getCodeSource().getLocation());
    WarClassLoader loader = new WarClassLoader(WarContents.of(war));
    // For code that converts a resource's URL to text and back.
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

  /** Java escapes some characters of the path, and leaves others that no URI may have. */
  private static Path file(URL location) {
    return Path.of(URLDecoder.decode(location.getFile().replace("+", "%2B"), UTF_8));
  }
}
