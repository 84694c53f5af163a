package org.tigstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Each line of the threat model names the tests that show it: methods, and such as are run. */
class SecurityPageTest {
  private static final Path SOURCES = Path.of("src/test/java");
  private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");
  private static final Pattern TEST = Pattern.compile("([A-Z]\\w+(?:IT|Test))\\.(\\w+)");
  private static final int CELLS = 4;

  /** The lines of the threat model, without those that head its table. */
  static List<String> lines() throws IOException {
    List<String> table =
        Files.readString(Path.of("docs/security.md"))
            .lines()
            .dropWhile(line -> !line.equals("## Threat model"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("|"))
            .toList();
    assertThat(table).hasSizeGreaterThan(10);
    assertThat(table.get(0)).endsWith("| shown by |");
    return table.subList(2, table.size());
  }

  /** What a line says that shows it: tests, and programs of this repository. */
  private static List<String> shownBy(String line) {
    String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
    assertThat(cells).hasSize(CELLS);
    return QUOTED
        .matcher(cells[CELLS - 1])
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyLineNamesTestsThatAreRun(String line) throws Exception {
    List<String> tests = new ArrayList<>();
    for (String named : shownBy(line)) {
      if (TEST.matcher(named).matches()) {
        tests.add(named);
        assertIsTest(named);
      } else {
        assertThat(Path.of(named)).isExecutable();
      }
    }
    assertThat(tests).isNotEmpty();
  }

  private static void assertIsTest(String named) throws Exception {
    String[] parts = named.split("\\.", -1);
    Class<?> type = Class.forName(className(parts[0]), false, loader());
    List<Method> methods =
        ReflectionSupport.findMethods(
            type, method -> method.getName().equals(parts[1]), HierarchyTraversalMode.BOTTOM_UP);
    assertThat(methods)
        .as(named)
        .isNotEmpty()
        .allMatch(method -> AnnotationSupport.isAnnotated(method, Testable.class))
        .noneMatch(method -> AnnotationSupport.isAnnotated(method, Disabled.class));
    assertThat(AnnotationSupport.isAnnotated(type, Disabled.class)).as(named).isFalse();
  }

  private static ClassLoader loader() {
    return SecurityPageTest.class.getClassLoader();
  }

  /** The class of this simple name among the tests. */
  private static String className(String simpleName) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> found = files.filter(file -> file.endsWith(simpleName + ".java")).toList();
      assertThat(found).as(simpleName).hasSize(1);
      String path = SOURCES.relativize(found.get(0)).toString();
      return path.substring(0, path.length() - ".java".length()).replace('/', '.');
    }
  }
}
