package org.tigstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.tigstore.BuildDirectory;

/**
 * Sets the API key of the nodes under test, as their operator does: through the file {@code apikey}
 * in the data directory of each. This is a setting of the deployment, whichever engine stores the
 * blocks; nothing else in this package touches a file of the server.
 */
public final class ApiKeyFile {
  private static final List<Path> FILES =
      Stream.of("tig.data", "tig.front")
          .map(System::getProperty)
          .filter(Objects::nonNull)
          .map(directory -> BuildDirectory.own(Path.of(directory)).resolve("apikey"))
          .toList();

  private ApiKeyFile() {}

  /** Makes this the content of the file; {@link DeployedTest} removes it after each test. */
  public static void set(String content) throws IOException {
    for (Path file : FILES) {
      Path written = Files.writeString(file.resolveSibling("apikey.new"), content, UTF_8);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Leaves the nodes without an API key. */
  public static void remove() throws IOException {
    for (Path file : FILES) {
      Files.deleteIfExists(file);
    }
  }
}
