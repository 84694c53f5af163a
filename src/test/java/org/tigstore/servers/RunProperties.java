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
 *   <li>{@code tig.work}, the directory in which the run writes: {@code target/work}
 *   <li>{@code tig.data}, the directory of the blocks, and {@code tig.front}, in a cluster that of
 *       the node that tests ask: {@code data} and {@code front} in {@code tig.work}
 * </ul>
 */
public class RunProperties implements LauncherSessionListener {
  private static final Path JAVAS = Path.of("/usr/lib/jvm");

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    String server = complete("tig.server", "standalone");
    String work = directory("tig.work", "target/work");
    directory("tig.data", work + "/data");
    if (server.equals("cluster")) {
      directory("tig.front", work + "/front");
    }
    String java = complete("tig.java", System.getProperty("java.home"));
    if (java.matches("\\d+")) {
      System.setProperty("tig.java", homeOf(java).toString());
    }
  }

  private static String directory(String property, String preset) {
    String path = Path.of(complete(property, preset)).toAbsolutePath().toString();
    System.setProperty(property, path);
    return path;
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
