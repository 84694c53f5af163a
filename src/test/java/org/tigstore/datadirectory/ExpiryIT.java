package org.tigstore.datadirectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;
import org.tigstore.http.ApiKeyFile;
import org.tigstore.http.HttpTest;
import org.tigstore.http.VariesByServer;

/**
 * Expiry of what nobody touches. Instead of waiting for it, these tests set back the times of
 * files.
 */
class ExpiryIT extends HttpTest {
  private static final Duration RETENTION = Duration.ofMinutes(10);

  /** What is touched now is far from expiring when as much time has passed again. */
  private static final Duration HALF = RETENTION.dividedBy(2);

  private static Instant longAgo() {
    return Instant.now().minus(RETENTION).minusSeconds(60);
  }

  /** Sets back the files of these blocks as if half of the retention, and a minute, had passed. */
  private static void letHalfOfTheRetentionPass(List<String> paths) throws IOException {
    for (String path : paths) {
      DataFiles.setTouched(path, DataFiles.touched(path).minus(HALF).minusSeconds(60));
    }
  }

  private static void awaitExpiryOf(String path) throws InterruptedException {
    Eventually.holds(path + " expires", () -> Files.notExists(DataFiles.of(path)));
  }

  /** In some servers the EJB container runs the timer. */
  @VariesByServer
  @Test
  void untouchedBlocksOfEveryKindExpire() throws Exception {
    List<String> paths =
        List.of(
            sealed(unique()),
            slot("value"),
            slot("Read only channel to tig " + freshSlot()),
            sealed("Write only channel to tig " + freshSlot()));
    for (String path : paths) {
      DataFiles.setTouched(path, longAgo());
    }
    for (String path : paths) {
      awaitExpiryOf(path);
      tig().get(path).then().statusCode(404);
    }
  }

  @Test
  void touchedBlocksStay() throws Exception {
    String text = unique();
    String untouched = sealed(unique());
    List<String> touched =
        List.of(sealed(unique()), sealed(unique()), sealed(text), sealed(text + "again"));
    letHalfOfTheRetentionPass(List.of(untouched));
    letHalfOfTheRetentionPass(touched);
    tig().get(touched.get(0)).then().statusCode(200);
    tig().header("Range", "bytes=0-0").get(touched.get(1)).then().statusCode(206);
    tig().header("If-None-Match", tagOf(text)).get(touched.get(2)).then().statusCode(304);
    sealed(text + "again");
    letHalfOfTheRetentionPass(touched);
    letHalfOfTheRetentionPass(List.of(untouched));
    awaitExpiryOf(untouched);
    assertThat(touched).allSatisfy(path -> tig().get(path).then().statusCode(200));
  }

  @Test
  void peekedAtBlockExpires() throws Exception {
    String path = slot("value");
    letHalfOfTheRetentionPass(List.of(path));
    tig().head(path).then().statusCode(200);
    tig().get(path + "?chtimes=0").then().statusCode(200);
    letHalfOfTheRetentionPass(List.of(path));
    awaitExpiryOf(path);
  }

  @Test
  void expiredSlotIsFreeToBeSet() throws Exception {
    String path = slot("old");
    DataFiles.setTouched(path, longAgo());
    awaitExpiryOf(path);
    tig().body("new").put(path + "?setifnot=1").then().statusCode(200);
    assertThat(read(path)).isEqualTo("new");
  }

  @Test
  void filesThatAreNoBlocksStay() throws Exception {
    ApiKeyFile.set("key");
    List<Path> others =
        List.of(
            DataFiles.DIRECTORY.resolve("apikey"),
            Files.writeString(DataFiles.DIRECTORY.resolve("notes.txt"), "mine"),
            Files.writeString(DataFiles.DIRECTORY.resolve("A".repeat(64) + ".tig"), "mine"));
    for (Path other : others) {
      Files.setLastModifiedTime(other, FileTime.from(longAgo()));
    }
    String block = freshSlot();
    Files.writeString(DataFiles.of(block), "value");
    DataFiles.setTouched(block, longAgo());
    awaitExpiryOf(block);
    for (Path other : others) {
      assertThat(other).exists();
      Files.delete(other);
    }
  }
}
