package org.tigstore.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Completes the system properties of a run before any test reads them.
 *
 * <ul>
 *   <li>{@code tig.server}, the server under test: {@code standalone}
 *   <li>{@code tig.java}, its Java, a home directory or a version: that of the tests
 *   <li>{@code tig.work}, where all lies that the run writes: {@code target/work}
 *   <li>{@code tig.data}, where the server stores, and {@code tig.front}, where the node that tests
 *       ask does so in a cluster: directories in {@code tig.work}
 * </ul>
 */
public class RunProperties implements LauncherSessionListener {
  private static final Path JAVAS = Path.of("/usr/lib/jvm");

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    complete("tig.server", "standalone");
    Path work = Path.of(complete("tig.work", "target/work")).toAbsolutePath();
    complete("tig.data", work.resolve("data").toString());
    if ("cluster".equals(System.getProperty("tig.server"))) {
      complete("tig.front", work.resolve("front").toString());
    }
    String java = complete("tig.java", System.getProperty("java.home"));
    if (java.matches("\\d+")) {
      System.setProperty("tig.java", homeOf(java).toString());
    }
  }

  private static String complete(String property, String preset) {
    String value = System.getProperty(property, preset);
    System.setProperty(property, value);
    return value;
  }

  private static Path homeOf(String version) {
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(JAVAS, "*-" + version + "-*")) {
      for (Path home : homes) {
        if (Files.isExecutable(home.resolve("bin/javac"))) {
          return home;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException("there is no JDK " + version + " in " + JAVAS);
  }
}
