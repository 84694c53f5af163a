package org.tigstore.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A row of the test matrix; {@code .ci/matrix} says what each column means.
 *
 * @param more classes and packages of {@code org.tigstore}, as the file names them
 * @param properties more system properties of the row
 */
record Row(
    String name,
    String server,
    String java,
    String when,
    String tests,
    List<String> more,
    Map<String, String> properties) {
  static final String NONE = "-";
  private static final Path TABLE = Path.of(".ci", "matrix");
  private static final String ROOT = "org.tigstore.";
  private static final List<String> HTTP_SUITE =
      List.of(
          "--select-package",
          ROOT + "http",
          "--select-package",
          ROOT + "datadirectory",
          "--select-class",
          ROOT + "servers.ServerProcessIT");

  /** The rows to run, in the order of the file. */
  static List<Row> chosen(String rows) throws IOException {
    List<Row> all = new ArrayList<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        all.add(parse(line));
      }
    }
    Set<String> names = Set.of(rows.split(","));
    List<Row> chosen = all.stream().filter(row -> rows.equals("all") || row.isIn(names)).toList();
    if (chosen.isEmpty()) {
      throw new IOException(TABLE + " has no row called " + rows);
    }
    return chosen;
  }

  private boolean isIn(Set<String> names) {
    return names.contains(name) || names.contains(when);
  }

  private static Row parse(String line) throws IOException {
    String[] columns = line.strip().split("\\s+", 6);
    if (columns.length < 5) {
      throw new IOException(TABLE + " has a row of less than five columns: " + line);
    }
    List<String> more = new ArrayList<>();
    Map<String, String> properties = new HashMap<>();
    for (String one : columns.length < 6 ? new String[0] : columns[5].split("\\s+")) {
      int equals = one.indexOf('=');
      if (equals < 0) {
        more.add(one);
      } else {
        properties.put(one.substring(0, equals), one.substring(equals + 1));
      }
    }
    return new Row(columns[0], columns[1], columns[2], columns[3], columns[4], more, properties);
  }

  /** Whether the row runs only a part of the tests, on servers of its own. */
  boolean isShort() {
    return !server.equals(NONE) && !tests.equals("all");
  }

  /** What JUnit's console launcher is told to run. */
  List<String> selection(boolean everyTest) {
    List<String> selection = new ArrayList<>(List.of("--include-classname", ".*IT"));
    if (!tests.equals(NONE)) {
      selection.addAll(HTTP_SUITE);
    }
    if (tests.equals("server") && !everyTest) {
      selection.addAll(List.of("--include-tag", "server"));
    }
    for (String one : more) {
      if (one.startsWith("!")) {
        selection.addAll(List.of("--exclude-classname", ROOT + one.substring(1)));
      } else if (one.endsWith(".*")) {
        selection.addAll(List.of("--select-package", ROOT + one.substring(0, one.length() - 2)));
      } else {
        selection.addAll(List.of("--select-class", ROOT + one));
      }
    }
    return selection;
  }
}
