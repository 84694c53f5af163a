package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The idioms of the shell, with the real tools. */
@VariesByServer
class CurlIT extends HttpTest {
  private static final String PATH = "/[0-9a-f]{64}\\.tig";

  /** Fetches the blocks of a list, as docs/protocol.md has it. */
  private static final String FETCH =
      "xargs -rn 1 sh -c 'curl -fs " + "$HOST$0 --output .$0.part && mv .$0.part .$0' <list";

  @TempDir Path temporary;

  private Path work = Path.of("");

  @BeforeAll
  static void requireTools() throws IOException, InterruptedException {
    Shell.require("curl", "tar", "zip", "unzip", "sha256sum", "xargs", "cmp", "diff");
  }

  @BeforeEach
  void makeFiles() throws IOException {
    work = Files.createDirectories(temporary.resolve("work"));
    byte[] bytes = new byte[700_000];
    new Random(7).nextBytes(bytes);
    Files.write(work.resolve("random.bin"), bytes);
    Files.writeString(work.resolve("a file.txt"), "text\r\nwith=signs&and%20more\n");
    Files.createDirectories(work.resolve("sub/directory"));
    Files.writeString(work.resolve("sub/directory/empty"), "");
  }

  private String run(String commands) throws IOException, InterruptedException {
    return new Shell(work, host()).run(commands);
  }

  /**
   * As {@link #run}, but a pipeline is judged by its last command alone. Of an upload that is
   * refused before it is sent, curl reads nothing, and ends; whoever has yet to write to it then
   * ends by the broken pipe.
   */
  private String runRefused(String commands) throws IOException, InterruptedException {
    return run("set +o pipefail\n" + commands);
  }

  @Test
  void directoryGoesThroughTarAndBack() throws Exception {
    run(
        """
        path=$(tar -c . | curl -s -T - $HOST)
        mkdir ../back
        curl -s $HOST$path | tar -x -C ../back
        diff -r . ../back
        """);
    assertThat(temporary.resolve("back/random.bin"))
        .hasSameBinaryContentAs(work.resolve("random.bin"));
  }

  @Test
  void compressedTarOfTheSeedComesBackByteForByte() throws Exception {
    run(
        """
        tar -cz . > ../sent.tgz
        path=$(cat ../sent.tgz | curl -s --data-binary @- -X PUT $HOST)
        curl -s $HOST$path > ../got.tgz
        cmp ../sent.tgz ../got.tgz
        test "$path" = "/$(sha256sum < ../sent.tgz | head -c 64).tig"
        """);
  }

  @Test
  void directoryGoesThroughZipAndBack() throws Exception {
    run(
        """
        zip -q -r - . > ../sent.zip
        path=$(cat ../sent.zip | curl -s --data-binary @- -X POST $HOST)
        curl -s $HOST$path > ../got.zip
        cmp ../sent.zip ../got.zip
        mkdir ../back
        unzip -q ../got.zip -d ../back
        diff -r . ../back
        """);
  }

  @Test
  void zipIsStreamedWithoutAFile() throws Exception {
    run(
        """
        curl -s $HOST$(zip -q -r - . | curl -s -T - $HOST) > ../got.zip
        mkdir ../back
        unzip -q ../got.zip -d ../back
        diff -r . ../back
        """);
  }

  @Test
  void answerBehindTheHostIsTheBlock() throws Exception {
    assertThat(run("curl -s $HOST$(echo 123 | curl -s -T - $HOST)")).isEqualTo("123\n");
  }

  @Test
  void fileNameThatCurlAddsIsRefusedWithAHint() throws Exception {
    assertThat(run("curl -s -D - -o /dev/null -T random.bin $HOST/"))
        .contains(" 400")
        .contains("Tig-Reason: ")
        .contains("curl -T - <FILE");
    assertThat(run("curl -s -T - $HOST <random.bin")).endsWith(".tig");
  }

  @Test
  void formattedAnswerIsAnAddress() throws Exception {
    assertThat(run("curl -s $(echo 123 | curl -s -T - \"$HOST?format=$HOST*\")"))
        .isEqualTo("123\n");
  }

  @Test
  void answerMayBeACommand() throws Exception {
    assertThat(run("echo 123 | curl -s -T - \"$HOST?format=curl%20-s%20$HOST*\" | bash"))
        .isEqualTo("123\n");
  }

  @Test
  void everyWayOfUploadingGivesTheSamePath() throws Exception {
    String paths =
        run(
            """
            for upload in '-T -' '-X PUT --data-binary @-' '-X POST --data-binary @-' \
              '--data-binary @-' '-X PUT -T -' '-H Expect: -T -'; do
              cat random.bin | curl -s $upload $HOST
              echo
            done
            """);
    assertThat(paths.lines().distinct()).hasSize(1).allMatch(path -> path.matches(PATH));
  }

  @Test
  void largeUploadIsAskedForFirst() throws Exception {
    assertThat(run("curl -s -H 'Expect: 100-continue' --data-binary @random.bin $HOST"))
        .matches(PATH);
  }

  @Test
  void uploadOverTheLimitPrintsNothing() throws Exception {
    assertThat(
            run(
                "head -c 134217729 /dev/zero | curl -s -o ../out -w '%{http_code}' -T - $HOST || true"))
        .endsWith("413");
    assertThat(temporary.resolve("out"))
        .satisfiesAnyOf(
            out -> assertThat(out).doesNotExist(), out -> assertThat(out).isEmptyFile());
    new RequestFigures(this::tig).awaitNoUploads();
  }

  @Test
  void failedWritePrintsNothingAndFailsWhereAsked() throws Exception {
    String path = sealed(unique());
    assertThat(runRefused("echo 245 | curl -s -T - $HOST" + path)).isEmpty();
    assertThat(runRefused("echo 245 | curl -sf -T - $HOST" + path + " || echo failed"))
        .isEqualTo("failed\n");
  }

  @Test
  void refusedWriteSucceedsForCurlThoughItsWriterIsLate() throws Exception {
    String path = sealed(unique());
    assertThat(runRefused("(sleep 0.2; echo 245) | curl -s -T - $HOST" + path)).isEmpty();
  }

  @Test
  void scriptIsRunFromItsHash() throws Exception {
    assertThat(run("curl -s $HOST$(echo 'echo hello from tig' | curl -s -T - $HOST) | bash"))
        .isEqualTo("hello from tig\n");
  }

  @Test
  void burstOfSplitFileIsTheFile() throws Exception {
    run(
        """
        mkdir ../parts
        split -b 100000 random.bin ../parts/
        for part in ../parts/*; do
          cat $part | curl -s -T - "$HOST?format=*%0a"
        done > ../index
        path=$(cat ../index | curl -s -T - $HOST)
        curl -s "$HOST$path?burst=1" > ../whole
        cmp random.bin ../whole
        """);
  }

  @Test
  void brokenDownloadIsResumed() throws Exception {
    run(
        """
        path=$(cat random.bin | curl -s -T - $HOST)
        head -c 300000 random.bin > ../resumed
        curl -s -C - -o ../resumed $HOST$path
        cmp random.bin ../resumed
        """);
  }

  @Test
  void mutexIsHeldByOneScript() throws Exception {
    String path = freshSlot();
    assertThat(
            run(
                "for racer in 1 2 3 4 5; do echo $racer | curl -s -T - \"$HOST"
                    + path
                    + "?setifnot=1\" & done; wait"))
        .isEqualTo(path);
  }

  @Test
  void backupFetchesBlocksOfTheListWithTheApiKey() throws Exception {
    String first = sealed("first");
    String second = slot("second");
    ApiKeyFile.set("abc\n");
    run(
        "curl -s \"$HOST"
            + list("apikey=abc").substring(1)
            + "\" | grep -e "
            + first
            + " -e "
            + second
            + " >list; "
            + FETCH);
    assertThat(work.resolve(first.substring(1))).hasContent("first");
    assertThat(work.resolve(second.substring(1))).hasContent("second");
    assertThat(run("ls -d *.tig* | wc -l").strip()).isEqualTo("2");

    tig().header("X-API-Key", "abc").delete(second).then().statusCode(200);
    assertThat(run(FETCH + " || echo $?")).isEqualTo("123\n");

    assertThat(work.resolve(first.substring(1))).hasContent("first");
    assertThat(work.resolve(second.substring(1))).hasContent("second");
  }

  @Test
  void backupWithoutTheApiKeyFetchesNothing() throws Exception {
    sealed("first");
    ApiKeyFile.set("abc\n");
    assertThat(run("curl -s $HOST")).isEmpty();
    assertThat(runRefused("echo 123 | curl -s -T - $HOST")).isEmpty();
    assertThat(run("echo 123 | curl -s -H 'Authorization: Bearer abc' -T - $HOST")).matches(PATH);
  }
}
