package org.tigstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the threat model says is shown by tests, is. */
class SecurityPageTest {
  private static final Pattern TEST = Pattern.compile("`(?<name>[A-Z][A-Za-z]+(IT|Test))`");

  @Test
  void everyTestThatThePageNamesIsThere() throws IOException {
    Set<String> named =
        TEST.matcher(Files.readString(Path.of("docs/security.md")))
            .results()
            .map((MatchResult found) -> found.group(1) + ".java")
            .collect(Collectors.toSet());
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Set<String> there =
          files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
      assertThat(named).hasSizeGreaterThan(10);
      assertThat(there).containsAll(named);
    }
  }

  @Test
  void everyLineOfTheThreatModelNamesWhatShowsIt() throws IOException {
    assertThat(Files.readAllLines(Path.of("docs/security.md")))
        .filteredOn(
            line -> line.startsWith("| ") && line.chars().filter(c -> c == '|').count() == 5)
        .hasSizeGreaterThan(10)
        .filteredOn(line -> !line.startsWith("| ---") && !line.startsWith("| who "))
        .allMatch(line -> TEST.matcher(line).find());
  }
}
