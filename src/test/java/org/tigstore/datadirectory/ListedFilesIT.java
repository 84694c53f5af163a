package org.tigstore.datadirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.http.ApiKeyFile;
import org.tigstore.http.HttpTest;
import org.tigstore.http.Shell;

/** The list shows the files of blocks and no others. */
class ListedFilesIT extends HttpTest {
  private static final String LIST = list("apikey=key");

  @TempDir Path temporary;

  @BeforeAll
  static void requireTools() throws IOException, InterruptedException {
    Shell.require("curl", "xargs");
  }

  @BeforeEach
  void emptyTheStore() throws IOException {
    DataFiles.deleteBlocks();
    ApiKeyFile.set("key");
  }

  private String stored(String text) {
    return tig()
        .header("X-API-Key", "key")
        .body(text)
        .put("/")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  @Test
  void withoutAnyBlockTheListIsEmpty() {
    tig().get(LIST).then().statusCode(200).contentType("text/plain").body(emptyString());
  }

  @Test
  void onlyBlocksAreListed() throws IOException {
    String path = stored(unique());
    List<Path> others =
        List.of(
            DataFiles.DIRECTORY.resolve("notes.txt"),
            DataFiles.DIRECTORY.resolve("A".repeat(64) + ".tig"),
            DataFiles.DIRECTORY.resolve("a".repeat(63) + ".tig"),
            DataFiles.DIRECTORY.resolve("a".repeat(64) + ".tig.bak"));
    for (Path other : others) {
      Files.writeString(other, "not a block");
    }
    String list = read(LIST);
    for (Path other : others) {
      Files.delete(other);
    }
    assertThat(list).isEqualTo(path + "\n");
  }

  @Test
  void lastTouchedComesFirst() throws IOException {
    String oldest = stored(unique());
    String newest = stored(unique());
    String middle = stored(unique());
    Instant now = Instant.now();
    DataFiles.setTouched(oldest, now.minusSeconds(300));
    DataFiles.setTouched(middle, now.minusSeconds(200));
    DataFiles.setTouched(newest, now.minusSeconds(100));
    assertThat(read(LIST)).isEqualTo(lines(newest, middle, oldest));
    read(oldest);
    assertThat(read(LIST)).isEqualTo(lines(oldest, newest, middle));
  }

  private static String lines(String... paths) {
    return String.join("\n", paths) + "\n";
  }

  @Test
  void listingTouchesNothing() throws IOException {
    String path = stored(unique());
    Instant earlier = Instant.now().minusSeconds(300).truncatedTo(ChronoUnit.SECONDS);
    DataFiles.setTouched(path, earlier);
    read(LIST);
    assertThat(DataFiles.touched(path)).isEqualTo(earlier);
  }

  @Test
  void thousandsOfBlocksAreListedInOrder() throws IOException {
    Instant newest = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    StringBuilder expected = new StringBuilder();
    for (int age = 0; age < 3000; age++) {
      String path = freshSlot();
      Files.writeString(DataFiles.of(path), "value");
      DataFiles.setTouched(path, newest.minusMillis(age));
      expected.append(path).append('\n');
    }
    String list = read(LIST);
    DataFiles.deleteBlocks();
    assertThat(list).isEqualTo(expected.toString());
  }

  @Test
  void backupFetchesEveryBlock() throws Exception {
    String first = stored("first");
    String second = freshSlot();
    tig().header("X-API-Key", "key").body("second").put(second).then().statusCode(200);
    Path work = Files.createDirectories(temporary.resolve("work"));
    Shell shell = new Shell(work, host());
    shell.run(
        "curl -s \"$HOST%s\" | xargs -I {} curl -s \"$HOST{}\" --output .{}"
            .formatted(LIST.substring(1)));
    assertThat(work.resolve(first.substring(1))).hasContent("first");
    assertThat(work.resolve(second.substring(1))).hasContent("second");
    assertThat(shell.run("ls -d *.tig | wc -l").strip()).isEqualTo("2");
  }
}
