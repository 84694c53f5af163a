package org.tigstore.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.tigstore.block.Sha256;

/**
 * Counts the HTTP tests of a run and leaves the row of docs/servers.md that says on which server
 * they ran, with which WAR.
 */
public class ServerReport implements TestExecutionListener {
  private static final String COUNTED = "org.tigstore.http.";
  private static final Path REPORTS = Path.of("target", "server-reports");

  private final Map<TestIdentifier, Long> began = new HashMap<>();
  private int run;
  private int passed;
  private Duration time = Duration.ZERO;

  @Override
  public void executionStarted(TestIdentifier test) {
    if (isCountedClass(test)) {
      began.put(test, System.nanoTime());
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Long start = began.remove(test);
    if (start != null) {
      time = time.plusNanos(System.nanoTime() - start);
    } else if (test.isTest() && isCountedTest(test)) {
      run++;
      passed += result.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? 1 : 0;
    }
  }

  private static boolean isCountedClass(TestIdentifier test) {
    return isCounted(
        test.getSource()
            .filter(ClassSource.class::isInstance)
            .map(source -> ((ClassSource) source).getClassName()));
  }

  private static boolean isCountedTest(TestIdentifier test) {
    return isCounted(
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(source -> ((MethodSource) source).getClassName()));
  }

  private static boolean isCounted(Optional<String> className) {
    return className.filter(name -> name.startsWith(COUNTED)).isPresent();
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (run == 0) {
      return;
    }
    String server = System.getProperty("tig.server", "embedded");
    try {
      String java = javaVersion();
      String row =
          "| %s | %s | %d | %d | %d |"
              .formatted(title(server), java, run, passed, time.toSeconds());
      Files.createDirectories(REPORTS);
      Files.writeString(REPORTS.resolve(server + "-" + java + ".md"), row + "\n");
      System.out.println(row + " tig.war has SHA-256 " + warDigest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String title(String server) throws IOException {
    return server.equals("embedded")
        ? "Jetty %s, the version of `mvn jetty:run`".formatted(org.eclipse.jetty.util.Jetty.VERSION)
        : ServerContainer.title(server);
  }

  private static String javaVersion() throws IOException {
    Properties release = new Properties();
    try (var file = Files.newBufferedReader(Path.of(System.getProperty("tig.java"), "release"))) {
      release.load(file);
    }
    return release.getProperty("JAVA_VERSION").replace("\"", "");
  }

  private static String warDigest() throws IOException {
    return Sha256.nameOf(Files.readAllBytes(Path.of(System.getProperty("tig.war")))).digits();
  }
}
