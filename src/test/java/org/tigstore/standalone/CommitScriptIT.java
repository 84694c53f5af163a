package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config/commit.sh} stores a directory with curl and tar, or says that it did not. */
class CommitScriptIT {
  private static final String SCRIPT = Path.of("config/commit.sh").toAbsolutePath().toString();

  @TempDir Path directory;

  private TigProcess tig;
  private String address;

  @BeforeEach
  void startBehindAContextPath() throws IOException {
    Files.createDirectories(directory.resolve("tree/a/b"));
    Files.writeString(directory.resolve("tree/a/b/odd name"), "content\n");
    tig = TigProcess.serving(directory.resolve("data"), "--context-path", "/tig");
    address = tig.awaitAddress().toString().replaceAll("/$", "");
  }

  @AfterEach
  void stop() throws IOException {
    tig.close();
  }

  /** Runs the script in the tree, with these variables, by the system's plain shell. */
  private Result script(String variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("env", "-u", "TIG_APIKEY"));
    command.addAll(List.of(variables.split(" ", -1)));
    command.addAll(List.of("sh", SCRIPT));
    command.addAll(Arrays.asList(arguments));
    Path output = directory.resolve("output");
    Path errors = directory.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.resolve("tree").toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    return new Result(process.waitFor(), Files.readString(output), Files.readString(errors));
  }

  /** How the script ended. */
  private record Result(int code, String output, String errors) {
    void assertFailed(String reason) {
      assertThat(code).isEqualTo(1);
      assertThat(output).isEmpty();
      assertThat(errors).contains("commit.sh: ", reason);
    }
  }

  private String restoredNames(Result result) throws IOException, InterruptedException {
    assertThat(result.code()).as(result.errors()).isZero();
    Path restored = Files.createTempDirectory(directory, "restored");
    Command.run(restored, result.output());
    Command.run(directory, "diff -r tree/a " + restored + "/a");
    return Command.run(restored, "find . -type f | LC_ALL=C sort");
  }

  @Test
  void theLineThatItPrintsRestoresTheDirectory() throws Exception {
    Result result = script("DATASET=" + address);

    assertThat(result.output())
        .matches("curl -f " + address + "/[0-9a-f]{64}\\.tig \\| tar -xf -\n");
    assertThat(restoredNames(result)).isEqualTo("./a/b/odd name\n");
  }

  @Test
  void theLineReadsFromTheOtherAddress() throws Exception {
    Result result = script("DATASET=" + address + "/ DATAGET=https://read.example/");

    assertThat(result.output()).startsWith("curl -f https://read.example/").doesNotContain("/tig/");
  }

  @Test
  void whatGitIgnoresIsLeftOut() throws Exception {
    Path tree = directory.resolve("tree");
    Command.run(
        tree,
        """
        mkdir -p .git target x/target doc/y top x/top
        touch .git/HEAD target/1 x/target/2 doc/3.txt doc/y/4.txt top/5 x/top/6 .7.swp x/8.swp x/9.class
        printf '%s\\n' '# build' '*.class' 'target/' '/top' '' 'doc/*.txt' '.*.swp  ' >.gitignore
        """);

    assertThat(restoredNames(script("DATASET=" + address)))
        .isEqualTo("./.gitignore\n./a/b/odd name\n./doc/y/4.txt\n./x/8.swp\n./x/top/6\n");
  }

  @Test
  void aPatternThatTarDoesNotKnowIsRefused() throws Exception {
    Files.writeString(directory.resolve("tree/.gitignore"), "*.log\n!keep.log\n");

    Result result = script("DATASET=" + address);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.output()).isEmpty();
  }

  @Test
  void argumentsGoToTar() throws Exception {
    Files.writeString(directory.resolve("tree/left-out"), "");
    Files.writeString(directory.resolve("patterns"), "left-out\n");

    assertThat(restoredNames(script("DATASET=" + address, "--exclude-from=../patterns", ".")))
        .isEqualTo("./a/b/odd name\n");
  }

  @Test
  void theKeyComesFromTheEnvironmentAndIsInNoArgument() throws Exception {
    Files.writeString(directory.resolve("data/apikey"), "secret\n");
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Command.run(
        bin,
        """
        printf '#!/bin/sh\necho "$@" >>%s/arguments\nexec %s "$@"\n' "$PWD" "$(command -v curl)" >curl
        chmod +x curl
        """);
    String path = "PATH=" + bin + ":" + System.getenv("PATH");

    script("DATASET=" + address).assertFailed("not stored: ");
    Result result = script(path + " TIG_APIKEY=secret DATASET=" + address);
    assertThat(restoredNames(result)).isEqualTo("./a/b/odd name\n");
    assertThat(bin.resolve("arguments")).content().contains(address).doesNotContain("secret");
  }

  @Test
  void anArchiveThatIsNotWholeHasNoAddress() throws Exception {
    script("DATASET=" + address, "a", "missing").assertFailed("tar failed");
  }

  @Test
  void whatTheServerRefusesHasNoAddress() throws Exception {
    Command.run(directory, "truncate -s 129M tree/large");

    script("DATASET=" + address).assertFailed("not stored: ");
    script("DATASET=" + address + "/kv").assertFailed("not stored: ");
    script("DATASET=http://127.0.0.1:9").assertFailed("not stored");
  }
}
