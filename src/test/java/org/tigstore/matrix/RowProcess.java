package org.tigstore.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.console.ConsoleLauncher;

/**
 * Runs the tests of a row in a Java process of its own, by JUnit's console launcher. The log and
 * JUnit's reports are in {@code target/matrix/<row>}.
 */
final class RowProcess {
  private static final Path MATRIX = Path.of("target", "matrix");
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Pattern FOUND = Pattern.compile("\\[\\s+(\\d+) tests found");
  private static final Pattern SUCCESSFUL = Pattern.compile("\\[\\s+(\\d+) tests successful");
  private static final Pattern SKIPPED = Pattern.compile("SKIPPED: .*");
  private static final String FAILURES = "Failures (";

  /** Servers that live for a minute spend most of it in the optimising compiler. */
  private static final String QUICK_TO_START = "-XX:TieredStopAtLevel=1";

  /** Properties of this JVM that another row must not share. */
  private static final Set<String> OF_EACH_ROW = Set.of("tig.work", "tig.data", "tig.front");

  private final Row row;
  private final Path directory;

  RowProcess(Row row) {
    this.row = row;
    this.directory = MATRIX.resolve(row.name());
  }

  /**
   * What became of a row.
   *
   * @param found how many tests there were
   * @param successful how many of them passed
   * @param skipped why some did not run, if a test says that; else empty
   * @param failures what the others say; empty if there are no others
   */
  record Result(
      Row row, int found, int successful, String skipped, Duration time, String failures) {
    /** One line that says it. */
    String line() {
      return "row %s: %d of %d tests passed in %d s %s"
          .formatted(row.name(), successful, found, time.toSeconds(), skipped)
          .strip();
    }
  }

  /** Runs the tests to their end. */
  Result run() throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path log = directory.resolve("log");
    long start = System.nanoTime();
    ProcessBuilder tests =
        new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
    if (row.isShort()) {
      tests.environment().put("JDK_JAVA_OPTIONS", QUICK_TO_START);
    }
    Process process = tests.start();
    Thread end = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(end);
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    process.destroy();
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    String text = Files.readString(log);
    return new Result(
        row,
        number(FOUND, text),
        number(SUCCESSFUL, text),
        SKIPPED.matcher(text).results().map(MatchResult::group).findFirst().orElse(""),
        Duration.ofNanos(System.nanoTime() - start),
        ended && code == 0 ? "" : failures(text, code, log));
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.matches("tig\\..*|maven\\.repo\\.local") && !OF_EACH_ROW.contains(name)) {
        command.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    command.add("-Dtig.work=" + directory.resolve("work"));
    row.properties().forEach((name, value) -> command.add("-D" + name + "=" + value));
    if (!row.server().equals(Row.NONE)) {
      command.add("-Dtig.server=" + row.server());
    }
    if (!row.java().equals(Row.NONE)) {
      command.add("-Dtig.java=" + row.java());
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ConsoleLauncher.class.getName(), "execute"));
    command.addAll(List.of("--disable-banner", "--disable-ansi-colors", "--fail-if-no-tests"));
    command.addAll(List.of("--details=testfeed", "--reports-dir", directory.toString()));
    command.addAll(row.selection(System.getProperty("tig.tests", "").equals("all")));
    return command;
  }

  private static int number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private static String failures(String text, int code, Path log) {
    int start = text.indexOf(FAILURES);
    return "exit code %d, see %s%n%s".formatted(code, log, start < 0 ? "" : text.substring(start));
  }
}
