package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/configuration.md are those that the settings make. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("docs/configuration.md");
  private static final String HEAD =
      """
      | system property | environment | JNDI | default | meaning |
      | --- | --- | --- | --- | --- |
      """;

  /** What this machine has for it says nothing about others. */
  private static final Map<Setting<?>, String> DEFAULTS =
      Map.of(Setting.DATA, "`/data` if it exists, else the system's temporary directory");

  private static String table(Setting.Group group) {
    return Setting.all().stream()
        .filter(setting -> setting.group() == group)
        .map(ConfigurationPageTest::row)
        .collect(Collectors.joining("", "### " + group.title() + " settings\n\n" + HEAD, ""));
  }

  private static String row(Setting<?> setting) {
    String byDefault = DEFAULTS.getOrDefault(setting, "`" + setting.byDefault() + "`");
    return "| `%s` | `%s` | `%s` | %s | %s |\n"
        .formatted(
            setting.property(), setting.variable(), setting.entry(), byDefault, setting.help());
  }

  @Test
  void theTablesAreThoseOfTheSettings() throws IOException {
    String tables =
        Stream.of(Setting.Group.values())
            .map(ConfigurationPageTest::table)
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(PAGE)).contains("\n" + tables + "\n");
  }

  @Test
  void thePageHasEverySettingOnceWithTheDefaultThatTheLogShows() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `tig.")).toList();
    SettingSources nothing = new SettingSources(Map.of(), Map.of(), name -> null);
    List<String> origins =
        Settings.read(nothing, Optional.empty()).origins().stream()
            .filter(origin -> origin.startsWith("tig."))
            .toList();

    assertThat(rows).hasSameSizeAs(origins);
    for (String origin : origins) {
      String name = origin.substring(0, origin.indexOf(' '));
      String value = origin.substring(origin.indexOf('=') + 2, origin.lastIndexOf(' '));
      assertThat(rows)
          .filteredOn(row -> row.startsWith("| `" + name + "` | `TIG_"))
          .singleElement()
          .asString()
          .contains(name.equals("tig.data") ? "`/data`" : "| `" + value + "` |")
          .contains("| `" + name.replace('.', '/') + "` |");
    }
  }
}
