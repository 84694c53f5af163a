package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tigstore.Seed;

/**
 * A file system that is full or read-only, or too many open files, cost nothing that was stored,
 * and are told apart in whichever language the system reports them.
 */
class FullFileSystemIT {
  private static final Path TRANSLATIONS = Path.of("/usr/share/locale");
  private static final int FILES = 500;

  @TempDir(factory = UnderTarget.class)
  private Path mountPoint;

  /** English, and two of the languages that are installed on this machine. */
  static Stream<String> languages() throws IOException {
    List<String> installed = new ArrayList<>();
    if (Files.isDirectory(TRANSLATIONS)) {
      try (DirectoryStream<Path> languages = Files.newDirectoryStream(TRANSLATIONS)) {
        for (Path language : languages) {
          if (Files.exists(language.resolve("LC_MESSAGES/libc.mo"))) {
            installed.add(String.valueOf(language.getFileName()));
          }
        }
      }
    }
    Collections.sort(installed);
    Collections.shuffle(installed, new Random(Seed.of(FullFileSystemIT.class)));
    return Stream.concat(Stream.of("en"), installed.stream().limit(2));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void aFullFileSystemRefusesForLackOfRoomAndKeepsWhatIsThere(String language) throws Exception {
    assertDone(FullScenario.class, language, MountNamespace.command(mountPoint));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void aFileSystemWithoutInodesIsFull(String language) throws Exception {
    assertDone(NoInodesScenario.class, language, MountNamespace.command(mountPoint));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void aReadOnlyFileSystemServesReadsAndRefusesWrites(String language) throws Exception {
    assertDone(ReadOnlyScenario.class, language, MountNamespace.command(mountPoint), "roomy");
  }

  @Test
  void aFullFileSystemThatIsReadOnlyIsCalledReadOnly() throws Exception {
    assertDone(ReadOnlyScenario.class, "en", MountNamespace.command(mountPoint), "full");
  }

  @ParameterizedTest
  @MethodSource("languages")
  void tooManyOpenFilesAreNoFaultOfTheStore(String language) throws Exception {
    assertDone(TooManyFilesScenario.class, language, List.of("prlimit", "--nofile=" + FILES));
  }

  private void assertDone(Class<?> scenario, String language, List<String> under, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(mountPoint.toString()));
    arguments.addAll(List.of(more));
    try (JavaProcess process =
        new JavaCommand(scenario)
            .under(under)
            .under(List.of("env", "LC_ALL=C.UTF-8", "LANGUAGE=" + language))
            .with("-Xmx64m")
            .start(arguments.toArray(String[]::new))) {
      int code = process.awaitEnd();
      assertThat(process.output()).as("output").contains("done");
      assertThat(code).isZero();
    }
  }
}
