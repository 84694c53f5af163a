package org.tigstore.sbom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The project's dependencies, its dependencies' ones included.
 *
 * @param byFileName the coordinates of each jar
 */
record Dependencies(Map<String, Coordinates> byFileName) {
  private static final Pattern LINE =
      Pattern.compile("\\s+(?<group>[^:\\s]+):(?<artifact>[^:]+):jar:(?<version>[^:]+):\\w+.*");

  /** Reads what {@code dependency:list} has written. */
  static Dependencies read(Path list) throws IOException {
    Map<String, Coordinates> byFileName = new HashMap<>();
    for (String line : Files.readAllLines(list)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        Coordinates coordinates =
            new Coordinates(
                matcher.group("group"), matcher.group("artifact"), matcher.group("version"));
        byFileName.put(coordinates.fileName(), coordinates);
      }
    }
    return new Dependencies(byFileName);
  }

  /** The coordinates of the jar of this name, if it is one of them. */
  Optional<Coordinates> coordinates(String fileName) {
    return Optional.ofNullable(byFileName.get(fileName));
  }
}
