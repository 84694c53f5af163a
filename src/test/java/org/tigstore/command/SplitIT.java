package org.tigstore.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.client.Layout;
import org.tigstore.standalone.TigProcess;

/** Files that are split or striped over servers, and joined. */
class SplitIT {
  private static final String SENTENCE = "Nobody but the owner of both halves can read this.\n";

  @TempDir static Path directory;

  private static final List<TigProcess> SERVERS = new ArrayList<>();
  private static final List<String> ADDRESSES = new ArrayList<>();

  /** Of more than one chunk. */
  private static Path file;

  @BeforeAll
  static void start() throws IOException {
    for (int number = 0; number < 3; number++) {
      SERVERS.add(TigProcess.serving(data(number)));
    }
    for (TigProcess server : SERVERS) {
      ADDRESSES.add(server.awaitAddress().toString().replaceAll("/$", ""));
    }
    file = Files.writeString(directory.resolve("file"), SENTENCE.repeat(200_000));
  }

  @AfterAll
  static void stop() throws IOException {
    for (TigProcess server : SERVERS) {
      server.close();
    }
  }

  @BeforeEach
  void forgetBlocks() throws IOException {
    for (int number = 0; number < 3; number++) {
      for (Path block : blocks(number)) {
        Files.delete(block);
      }
    }
  }

  private static TigShell.Ended tig(String... arguments) throws Exception {
    return new TigShell(directory, Map.of()).run("tig '" + String.join("' '", arguments) + "'");
  }

  private static Path data(int number) {
    return directory.resolve("data" + number);
  }

  private static List<Path> blocks(int number) throws IOException {
    try (Stream<Path> files = Files.list(data(number))) {
      return files.filter(path -> path.toString().endsWith(".tig")).toList();
    }
  }

  /** The line that this command prints for the first servers. */
  private static String stored(String command, int servers) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command, file.toString()));
    for (String address : ADDRESSES.subList(0, servers)) {
      arguments.addAll(List.of("--server", address));
    }
    TigShell.Ended ran = tig(arguments.toArray(new String[0]));
    assertThat(ran.code()).as(ran.errors()).isZero();
    assertThat(ran.output()).endsWith("\n");
    return ran.output().strip();
  }

  private static void assertJoined(String line) throws Exception {
    Path joined = directory.resolve("joined");
    Files.deleteIfExists(joined);
    TigShell.Ended ran = tig("join", line, "-o", joined.toString());

    assertThat(ran.errors()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(joined).hasSameBinaryContentAs(file);
  }

  private static void assertNotJoined(String line, String name) throws Exception {
    Path joined = directory.resolve("not-joined");
    TigShell.Ended ran = tig("join", "--retry-for", "0s", line, "-o", joined.toString());

    ran.fails(1, name);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(path -> String.valueOf(path.getFileName())))
          .noneMatch(left -> left.startsWith("not-joined"));
    }
  }

  /** The names of the parts on a server, in order. */
  private static List<String> parts(String line, int number) throws IOException {
    String index = Layout.parse(line).indexes().get(number).name().toString();
    return Files.readString(data(number).resolve(index), US_ASCII)
        .lines()
        .map(path -> path.substring(1))
        .toList();
  }

  @Test
  void noServerCanReadWhatIsSplitAndAllTogetherGiveIt() throws Exception {
    String line = stored("split", 2);
    Set<Path> first = new HashSet<>();
    for (int number = 0; number < 2; number++) {
      for (Path block : blocks(number)) {
        assertThat(Files.readString(block, ISO_8859_1)).doesNotContain("owner");
        first.add(block);
      }
      long length = 0;
      for (String part : parts(line, number)) {
        length += Files.size(data(number).resolve(part));
      }
      assertThat(length).as("a server can see the length").isEqualTo(Files.size(file));
    }
    assertJoined(line);

    String again = stored("split", 2);
    for (int number = 0; number < 2; number++) {
      assertThat(parts(again, number))
          .as("what a server has tells it nothing of what it had")
          .hasSameSizeAs(parts(line, number))
          .doesNotContainAnyElementsOf(parts(line, number));
    }
    assertThat(first).hasSize(2 * (parts(line, 0).size() + 1));
  }

  @Test
  void aFileCanBeSplitOverThreeServers() throws Exception {
    String line = stored("split", 3);

    assertThat(line).startsWith("tig-split 1 " + Files.size(file) + " ");
    assertJoined(line);
  }

  @Test
  void stripesAreSharedOut() throws Exception {
    String line = stored("stripe", 3);
    long length = 0;
    for (int number = 0; number < 3; number++) {
      assertThat(parts(line, number)).isNotEmpty();
      for (String part : parts(line, number)) {
        length += Files.size(data(number).resolve(part));
      }
    }

    assertThat(length).isEqualTo(Files.size(file));
    assertJoined(line);
  }

  @Test
  void aPartThatIsMissingOrDamagedIsNamed() throws Exception {
    String line = stored("split", 2);
    String part = parts(line, 1).get(1);
    Path block = data(1).resolve(part);
    byte[] bytes = Files.readAllBytes(block);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(directory.resolve("damaged"), bytes);
    Files.setPosixFilePermissions(damaged, Files.getPosixFilePermissions(block));
    Files.move(damaged, block, REPLACE_EXISTING);

    assertNotJoined(line, part);
    // The server has set it aside.
    assertThat(block).doesNotExist();
    assertNotJoined(line, part);
  }

  @Test
  void partsOfAnotherFileAreNoticed() throws Exception {
    String line = stored("stripe", 2);
    Layout layout = Layout.parse(line);
    Layout other =
        new Layout(
            layout.scheme(),
            layout.length(),
            layout.content(),
            List.of(layout.indexes().get(0), Layout.parse(stored("split", 2)).indexes().get(1)));

    assertNotJoined(other.toString(), "do not");
  }

  @Test
  void anEmptyFileIsAFile() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty"), "", UTF_8);
    TigShell.Ended ran =
        tig("split", empty.toString(), "--server", ADDRESSES.get(0), "--server", ADDRESSES.get(1));
    TigShell.Ended joined = tig("join", ran.output().strip());

    assertThat(joined.code()).isZero();
    assertThat(joined.output()).isEmpty();
  }

  @Test
  void severalServersAreNotShownTheKeyOfTheEnvironment() throws Exception {
    Path key = Files.writeString(data(0).resolve("apikey"), "secret");
    try {
      TigShell.Ended ran =
          new TigShell(directory, Map.of("TIG_APIKEY", "secret"))
              .run("tig split file --server " + ADDRESSES.get(0) + " --server " + ADDRESSES.get(1));

      ran.fails(1, ADDRESSES.get(0), "401");
    } finally {
      Files.delete(key);
    }
  }

  @Test
  void oneServerIsNotEnough() throws Exception {
    TigShell.Ended one = tig("split", file.toString(), "--server", ADDRESSES.get(0));
    TigShell.Ended twice =
        tig(
            "stripe",
            file.toString(),
            "--server",
            ADDRESSES.get(0),
            "--server",
            ADDRESSES.get(0) + "/");

    assertThat(List.of(one.code(), twice.code())).containsOnly(2);
    assertThat(one.output() + twice.output()).isEmpty();
  }
}
