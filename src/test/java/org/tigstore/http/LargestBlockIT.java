package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The largest block there may be, against servers whose heap is 256 MiB: a few at once only fit if
 * they are streamed.
 */
class LargestBlockIT extends HttpTest {
  private static final int AT_ONCE = 3;
  private static final String MAKE_BLOCK = "head -c 134217728 /dev/urandom > ../block\n";

  @TempDir Path temporary;

  private Path work = Path.of("");

  @BeforeEach
  void makeDirectory() throws IOException, InterruptedException {
    Shell.require("curl", "sha256sum", "cmp", "head");
    work = Files.createDirectories(temporary.resolve("work"));
  }

  @AfterEach
  void makeRoom() throws IOException {
    DataFiles.deleteBlocks();
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
    run(
        MAKE_BLOCK
            + "path=$(curl -sf "
            + upload
            + """
             $HOST < ../block)
            test "$path" = "/$(sha256sum < ../block | head -c 64).tig"
            curl -sf $HOST$path | cmp - ../block
            """);
  }

  @Test
  void fewAtOnceGoUpAndDown() throws Exception {
    run(MAKE_BLOCK);
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
