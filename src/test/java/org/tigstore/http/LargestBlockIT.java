package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/**
 * The largest block there may be, against servers whose heap is 256 MiB: a few at once only fit if
 * they are streamed. The same block is sent in each way, as what is stored again is received and
 * stored like what is new.
 */
@VariesByServer
class LargestBlockIT extends HttpTest {
  private static final int AT_ONCE = 3;
  private static final int PIECE = 1024 * 1024;
  private static final int PIECES = 128;

  @TempDir private static Path temporary;
  private static Path work = Path.of("");
  private static String sealedPath = "";

  @BeforeAll
  static void makeBlock() throws IOException, InterruptedException {
    Shell.require("curl", "cmp", "tail");
    work = Files.createDirectories(temporary.resolve("work"));
    MessageDigest digest = Sha256.start();
    byte[] piece = new byte[PIECE];
    Random random = new Random(128);
    try (OutputStream block =
        new DigestOutputStream(Files.newOutputStream(temporary.resolve("block")), digest)) {
      for (int pieces = 0; pieces < PIECES; pieces++) {
        random.nextBytes(piece);
        block.write(piece);
      }
    }
    sealedPath = "/" + BlockName.ofDigest(digest);
  }

  private String run(String commands) throws IOException, InterruptedException {
    return new Shell(work, host()).run(commands);
  }

  /** What curl calls a form unless told otherwise, among others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-X PUT --data-binary @../block",
        "--data-binary @../block",
        "-T -",
        "-T - -H Content-Type:application/x-www-form-urlencoded"
      })
  void largestBlockGoesUpAndDown(String upload) throws Exception {
    assertThat(run("curl -sf " + upload + " $HOST < ../block")).isEqualTo(sealedPath);
    run("curl -sf $HOST" + sealedPath + " | cmp - ../block");
  }

  @Test
  void fewAtOnceGoUpAndDown() throws Exception {
    List<String> paths =
        Racers.race(
            AT_ONCE,
            number ->
                run(
                    "(printf "
                        + number
                        + "; tail -c +2 ../block) > block"
                        + number
                        + " && curl -sf -X PUT --data-binary @block"
                        + number
                        + " $HOST"));
    assertThat(paths).doesNotHaveDuplicates();
    Racers.race(
        AT_ONCE, number -> run("curl -sf $HOST" + paths.get(number) + " | cmp - block" + number));
  }
}
