package org.tigstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tigstore.Eventually;
import org.tigstore.ReservedPort;
import org.tigstore.Seed;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;
import org.tigstore.standalone.TigProcess;

/** The commands of the shipped WAR, in processes of their own, against the WAR on its own. */
class CommandIT {
  private static final String KEY = "Secret-7";
  private static final String NAME =
      "181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b";

  @TempDir static Path data;
  private static @Nullable TigProcess server;
  private static String address = "";

  @TempDir Path directory;
  private TigShell shell = new TigShell(Path.of(""), Map.of());

  @BeforeAll
  static void serve() throws IOException {
    Files.writeString(data.resolve("apikey"), KEY);
    server = TigProcess.serving(data, "--retention", "36500d");
    address = server.awaitAddress().toString().replaceAll("/$", "");
  }

  @AfterAll
  static void stop() throws IOException {
    Objects.requireNonNull(server).close();
  }

  @BeforeEach
  void callTheServer() {
    shell = new TigShell(directory, Map.of("TIG_SERVER", address, "TIG_APIKEY", KEY));
  }

  private TigShell.Ended tig(String script) throws IOException, InterruptedException {
    return shell.run(script);
  }

  private static BlockName nameOf(String text) {
    return Sha256.nameOf(text.getBytes(UTF_8));
  }

  /** Stores this in the file of a block that is not its own. */
  private static void damage(BlockName name) throws IOException {
    Path file = data.resolve(name.toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "damaged");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  private Path random(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(Seed.of(CommandIT.class)).nextBytes(content);
    return Files.write(directory.resolve(name), content);
  }

  @Test
  void whatIsPutIsReadByHashPathAndAddress() throws Exception {
    tig("echo 123 | tig put").prints("/" + NAME + ".tig\n");
    tig("echo 123 >f; tig put --json f")
        .prints(
            "{\"file\":\"f\",\"path\":\"/%s.tig\",\"address\":\"%s/%s.tig\"}\n"
                .formatted(NAME, address, NAME));
    tig("tig cat %s /%s.tig %s/%s.tig".formatted(NAME, NAME, address, NAME))
        .prints("123\n123\n123\n");
    tig("tig get %s && cat %s.tig".formatted(NAME, NAME)).prints(NAME + ".tig\n123\n");
    tig("tig get %s --json -o g && cmp f g; ls".formatted(NAME))
        .prints(
            "{\"path\":\"/%s.tig\",\"file\":\"g\",\"size\":4}\n%s.tig\nf\ng\n"
                .formatted(NAME, NAME));
  }

  @Test
  void pipesAndManyFilesArePut() throws Exception {
    tig("echo b >b; tig put <(echo a) b - <<<c")
        .prints("/%s\n/%s\n/%s\n".formatted(nameOf("a\n"), nameOf("b\n"), nameOf("c\n")));
  }

  @Test
  void listNamesAllBlocks() throws Exception {
    tig("echo listed | tig put >/dev/null; tig list | grep -c " + nameOf("listed\n")).prints("1\n");
    shell.with("TIG_APIKEY", "").run("tig list").fails(1, "tig list: " + address, "answers 401");
  }

  @Test
  void slotsAreReadAndChanged() throws Exception {
    BlockName slot = nameOf("my key");
    String path = "/" + slot + "\n";
    tig("printf v1 | tig slot put -k 'my key'").prints(path);
    tig("printf ,v2 | tig slot append " + slot).prints(path);
    tig("tig slot get " + address + "/" + slot).prints("v1,v2");
    tig("printf v3 | tig slot put --if-absent -k 'my key'").fails(1, "tig slot put: ", "409");
    String current = nameOf("v1,v2").digits();
    tig("printf v3 | tig slot put -k 'my key' --if-match " + current).prints(path);
    tig("printf v4 | tig slot put -k 'my key' --if-match " + current).fails(1, "412");
    tig("tig slot take -k 'my key' -o taken && cat taken").prints("taken\nv3");
    tig("tig slot take " + slot).fails(1, "there is no slot /" + slot);
    tig("printf v5 | tig slot put --if-absent -k 'my key' && tig slot delete " + slot)
        .prints(path + path);
    tig("tig slot delete " + slot).fails(1, "there is no slot");
  }

  @Test
  void sealedBlockIsNoSlot() throws Exception {
    tig("echo 123 | tig put >/dev/null; echo 4 | tig slot put " + NAME).fails(1, "409");
    tig("tig slot delete " + NAME).fails(1, "409");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get | Missing required parameter: 'ADDRESS'",
        "cat xyz | \"xyz\" names no block",
        "put --prot=1 | Unknown option: '--prot=1'",
        "put --server ftp://host | begins with http",
        "put --server http://user:pass@host | no user",
        "put --user me | --user needs --password-file",
        "put --certificate x | belong together",
        "put --retry-for 3x | not a duration",
        "slot | Missing required subcommand",
        "slot put --if-absent --if-match 1 x | exclude",
        "keep | nothing to keep"
      })
  void commandLineThatMakesNoSenseIsRefused(String arguments, String words) throws Exception {
    tig("tig " + arguments.replace(" 1 x", " " + NAME + " " + NAME) + " </dev/null")
        .fails(2, words);
  }

  @Test
  void commandWithoutServerIsRefused() throws Exception {
    shell.with("TIG_SERVER", "").run("tig list").fails(2, "--server URL", "TIG_SERVER");
    shell.with("TIG_SERVER", "").run("tig help nothing").fails(2, "no command nothing");
  }

  @Test
  void keyComesFromTheEnvironmentOrAFileAndIsNeverShown() throws Exception {
    TigShell.Ended wrong = shell.with("TIG_APIKEY", "Wrong-8").run("echo 1 | tig put --json");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.errors()).contains("\"status\":401").doesNotContain("Wrong-8", KEY);
    shell
        .with("TIG_APIKEY", "Wrong-8")
        .run("echo %s >k; echo 123 | tig put --api-key-file k".formatted(KEY))
        .prints("/" + NAME + ".tig\n");
    shell.run("tig put --api-key-file missing </dev/null").fails(1, "missing: no such file");
  }

  @Test
  void keyIsNotShownToAnotherServer() throws Exception {
    tig("echo 123 | tig put >/dev/null");
    try (TigProcess other = TigProcess.serving(Files.createDirectory(directory.resolve("other")))) {
      String there = other.awaitAddress().toString();
      shell
          .with("TIG_SERVER", there)
          .run("tig slot delete " + address + "/" + nameOf("a slot"))
          .fails(1, address + " answers 401");
      shell.with("TIG_SERVER", there).run("tig cat " + address + "/" + NAME).prints("123\n");
    }
  }

  @Test
  void missingBlockIsAFailure() throws Exception {
    String missing = nameOf("missing").toString();
    tig("tig cat " + missing).fails(1, "tig cat: " + address, "404");
    tig("tig get " + missing + " -o out || ls").fails(0, "404");
  }

  @Test
  void serverThatIsGoneIsAFailure() throws Exception {
    try (ReservedPort port = ReservedPort.take()) {
      shell
          .with("TIG_SERVER", "http://127.0.0.1:" + port.number())
          .run("echo 1 | tig put --retry-for 0s")
          .fails(1, "127.0.0.1:" + port.number(), "refused");
    }
  }

  @Test
  void serverThatComesBackIsCalledAgain() throws Exception {
    try (ReservedPort port = ReservedPort.take()) {
      String number = Integer.toString(port.number());
      Process put =
          shell
              .with("TIG_SERVER", "http://127.0.0.1:" + number)
              .start("echo 123 | tig put --retry-for 5m");
      put.getOutputStream().close();
      assertThat(put.inputReader().readLine()).contains("refused", "; trying again");
      Path other = Files.createDirectory(directory.resolve("data"));
      try (TigProcess late =
          TigProcess.start(
              TigProcess.thisJava(), List.of(), "--data", other.toString(), "--port", number)) {
        late.awaitAddress();
        String rest = new String(put.getInputStream().readAllBytes(), UTF_8);
        assertThat(rest).endsWith("/" + NAME + ".tig\n");
        assertThat(put.waitFor()).isZero();
      }
    }
  }

  @Test
  void fileThatIsTooLargeForABlockIsStoredInChunks() throws Exception {
    Path other = Files.createDirectory(directory.resolve("data"));
    random("large", 5 << 20);
    random("small", 100);
    try (TigProcess small =
        TigProcess.serving(other, "--max-block-size", "4M", "--max-store-size", "7M")) {
      TigShell there = shell.with("TIG_SERVER", small.awaitAddress().toString());
      TigShell.Ended put = there.run("tig put large");
      assertThat(put.output()).as(put.errors()).matches("/[0-9a-f]{64}\\.tig\\?burst=1\n");
      String path = put.output().strip();
      there.run("tig cat '" + path + "' | cmp - large").prints("");
      there.run("curl -fs ${TIG_SERVER%/}'" + path + "' | cmp - large").prints("");
      there.run("tig get '" + path + "' -o copy && cmp copy large").prints("copy\n");
      there.run("tig slot put " + nameOf("x") + " large").fails(1, "413");
      there
          .run("tr '\\000-\\377' '\\001-\\377\\000' <large >other; tig put -q other")
          .fails(1, "507");
    }
  }

  @Test
  void verifyTellsWhatIsDamagedOrGone() throws Exception {
    BlockName damaged = nameOf("damaged soon\n");
    BlockName gone = nameOf("gone soon\n");
    String root =
        tig("echo damaged soon >a; echo gone soon >b; echo stays >c; tig put a b c | tig put")
            .output()
            .strip();
    tig("tig verify " + root).prints("");
    damage(damaged);
    Files.delete(data.resolve(gone.toString()));
    TigShell.Ended ended = tig("tig verify '" + root + "?burst=1' | sort");
    assertThat(ended.errors())
        .contains("/" + damaged + " is damaged, of " + root + "?burst=1: ")
        .contains("/" + gone + " is gone, of " + root + "?burst=1: ")
        .contains("verified 2 blocks or indexes; 1 gone, 1 damaged");
    assertThat(ended.output().lines()).containsExactlyInAnyOrder("/" + damaged, "/" + gone);
    assertThat(tig("tig verify --json -q " + root + " | grep -c '\"state\":\"gone\"'").output())
        .isEqualTo("2\n");
    assertThat(tig("tig verify -q " + root).code()).isEqualTo(3);
  }

  @Test
  void keepFollowsIndexesAndManifests() throws Exception {
    BlockName file = nameOf("a file\n");
    BlockName other = nameOf("another\n");
    tig("echo a file | tig put; echo another | tig put");
    String entry = "f 644 0.000000000 7 %s /%s\n";
    Files.writeString(
        directory.resolve("manifest"),
        "tig-manifest 1\n" + entry.formatted("a", file) + entry.formatted("b", other));
    String root = tig("tig put manifest | tig put").output().strip();
    TigShell.Ended kept = tig("echo " + root + " | tig keep --from -");
    kept.prints("");
    assertThat(kept.errors()).contains("kept 3 blocks");
    Files.delete(data.resolve(other.toString()));
    TigShell.Ended gone = tig("tig keep " + root);
    assertThat(gone.code()).isEqualTo(3);
    assertThat(gone.output()).isEqualTo("/" + other + "\n");
  }

  @Test
  void keepGoesOnUntilItIsStopped() throws Exception {
    String path = tig("echo kept | tig put").output().strip();
    Path file = data.resolve(path.substring(1));
    Process keep = shell.start("exec 2>&1; tig keep --period 100ms " + path);
    try {
      keep.getOutputStream().close();
      for (int round = 0; round < 3; round++) {
        FileTime early = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, early);
        Eventually.holds(
            "the block is touched", () -> !Files.getLastModifiedTime(file).equals(early));
      }
    } finally {
      keep.descendants().forEach(ProcessHandle::destroy);
      keep.destroy();
    }
  }

  @Test
  void helpDescribesEveryCommand() throws Exception {
    TigShell.Ended help = tig("tig help");
    assertThat(help.code()).isZero();
    for (String name : Commands.names()) {
      assertThat(help.output()).contains("\n  " + name + " ");
    }
    assertThat(tig("tig help slot put").output()).startsWith("Usage: tig slot put ");
    assertThat(tig("tig --help").output()).contains("Commands", "put, get");
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    tig("""
        source <(tig completion)
        complete() { COMP_WORDS=(tig "$@"); COMP_CWORD=$#; _complete_tig; echo ${COMPREPLY[@]}; }
        complete ver
        complete slot ap
        complete put --api
        """)
        .prints("verify\nappend\n--api-key-file\n");
  }

  @Test
  void manualNamesEveryCommandAndOption() throws Exception {
    String page = tig("tig manual").output();
    assertThat(page).startsWith(".TH TIG 1\n");
    for (String name : Commands.names()) {
      assertThat(page).contains(".SS tig " + name);
    }
    assertThat(page).contains(".B \\-\\-api\\-key\\-file FILE\n", ".SS tig slot put NAME FILE\n");
  }
}
