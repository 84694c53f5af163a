package org.tigstore.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.tigstore.standalone.TigProcess;

/** Blocks are looked up on the page. */
class LookUpViewIT extends PageTest {
  private static final String FIELD = "Hash, path or address of a block";
  private static final Duration RETENTION = Duration.ofMinutes(10);

  @Override
  List<String> arguments() {
    return List.of("--sweep-interval", "PT1S");
  }

  /** Stores these bytes and returns their path. */
  private String stored(byte[] content) {
    return tig().body(content).put("/").asString();
  }

  private String stored(String content) {
    return stored(content.getBytes(UTF_8));
  }

  private void lookUp(String what) throws InterruptedException {
    openView("#/lookup");
    browser().type(FIELD, what);
    browser().press(Keys.ENTER);
    browser().find(".facts");
  }

  /** Has a block be touched so long ago. */
  private void age(String path, Duration age) throws IOException {
    Files.setLastModifiedTime(
        data.resolve(path.substring(1)), FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void blockIsFoundByHashPathAndAddress() throws Exception {
    String path = stored("shown as text\n");
    for (String what :
        List.of(path.substring(1, 65), path.substring(1), path, root().resolve(path).toString())) {
      lookUp(what);
      browser().awaitText(".preview", "shown as text");
      assertThat(browser().find(".facts").getText())
          .contains(path.substring(1), "Sealed", "14 B")
          .containsPattern("about \\d+ s ago")
          .containsPattern("in (10|9) min \\d\\d s");
    }
    assertThat(browser().find("#view").getText())
        .contains("curl -f -o " + path.substring(1, 13) + ".txt " + root().resolve(path))
        .contains("wget -O ")
        .contains(
            "java -jar tig.war get -o " + path.substring(1, 13) + ".txt " + root().resolve(path));
    openView("#/lookup");
    browser().type(FIELD, "nothing");
    browser().press(Keys.ENTER);
    browser().awaitText("[role=search]", "This names no block");
    lookUpMissing("0".repeat(64));
  }

  private void lookUpMissing(String hash) throws InterruptedException {
    browser().type(FIELD, hash);
    browser().press(Keys.ENTER);
    browser().awaitText(".notice", "It has expired, was deleted or taken");
  }

  @Test
  void indexAndBurstAreShown() throws Exception {
    String index = stored(stored("one,") + "\n" + stored("two") + "\n");
    lookUp(index);
    browser().awaitText(".preview", "This is an index of 2 blocks");
    browser().click("Read them one after the other (burst)");
    browser().awaitText(".preview pre", "one,two");
    assertThat(browser().find(".facts").getText()).contains("Burst", "7 B");
    browser().click("Verify");
    browser().awaitText(".verdict", "Equal: the SHA-256 of each of the 3 blocks");
    lookUp(root().resolve(index) + "?burst=1");
    browser().awaitText(".preview pre", "one,two");
    openView("#/lookup" + stored("no index") + "?burst=1");
    browser().awaitText(".notice", "burst");
  }

  @Test
  void contentsNeverBecomePartOfThePage() throws Exception {
    for (String hostile :
        List.of(
            "<script>window.ran=1</script><img src=x onerror='window.ran=1'>",
            "<svg xmlns='http://www.w3.org/2000/svg' onload='window.ran=1'/>",
            "tig-manifest 1\nf 644 0.000000000 3 <img/src=x/onerror=window.ran=1> javascript:alert(1)\n")) {
      lookUp(stored(hostile));
      browser().awaitText(".preview", "window.ran=1");
      assertThat(browser().driver().findElements(By.cssSelector("#view script, #view img, svg")))
          .isEmpty();
      assertThat(browser().driver().findElements(By.cssSelector("[href^='javascript']"))).isEmpty();
      assertThat(browser().script("return window.ran")).isEqualTo("");
    }
  }

  @Test
  void pictureIsShownAndDownloaded() throws Exception {
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", picture);
    String path = stored(picture.toByteArray());
    lookUp(path);
    WebElement shown = browser().find(".preview img");
    browser()
        .await(
            "picture",
            () -> browser().script("return arguments[0].naturalWidth", shown).equals(3L));
    browser().click("Hex");
    browser().awaitText(".preview pre", "00000000  89 50 4e 47 0d 0a 1a 0a  ");

    browser().click("Download");
    Path file = browser().downloads().resolve(path.substring(1, 13) + ".png");
    browser().await("download", () -> Files.exists(file));
    assertThat(file).hasBinaryContent(picture.toByteArray());
  }

  @Test
  void downloadNeverPutsTheKeyIntoAnAddress(@TempDir Path elsewhere) throws Exception {
    Files.writeString(elsewhere.resolve("apikey"), "right");
    try (TigProcess closed = TigProcess.serving(elsewhere, "--access", "key-or-roles")) {
      var address = closed.awaitAddress();
      String path =
          tig()
              .baseUri(address.toString())
              .header("X-API-Key", "right")
              .body("secret")
              .put("/")
              .asString();
      browser().open(address.resolve("/ui/#/lookup" + path + "?file=..%2fname.txt"));
      browser().awaitText("#key-dialog", "key is missing");
      browser().press(Keys.ESCAPE);
      useKey("right");
      browser().awaitText(".preview pre", "secret");
      browser().click("Download");
      Path file = browser().downloads().resolve("name.txt");
      browser().await("download", () -> Files.exists(file));
      assertThat(file).hasContent("secret");
    }
  }

  @Test
  void bytesAreVerified() throws Exception {
    String path = stored("intact");
    lookUp(path);
    browser().click("Verify");
    browser().awaitText(".verdict", "Equal: the SHA-256 of the bytes, computed here, is the name");

    Path file = data.resolve(path.substring(1));
    Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_WRITE));
    Files.writeString(file, "brokenn");
    Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ));
    browser().click("Verify");
    browser().awaitText("#said", "damaged");

    String slot = "/" + "a".repeat(64) + ".tig";
    tig().body("value").put(slot);
    lookUp(slot);
    browser().click("Verify");
    browser().awaitText(".verdict", "No name says what the bytes of a slot are");
  }

  @Test
  void blockIsKeptAlive() throws Exception {
    String path = stored("kept alive");
    age(path, RETENTION.dividedBy(2));
    lookUp(path);
    browser().awaitText(".facts", "about 5 min");
    assertThat(browser().find(".facts").getText()).containsPattern("in (5 min 0|4 min 5)");
    browser().click("Verify");
    browser().awaitText(".verdict", "Equal");
    openView("#/lookup" + path);
    browser().awaitText(".facts", "about 5 min");
    browser().click("Keep alive");
    browser().awaitText("#said", "Kept alive");
    assertThat(browser().find(".facts").getText()).containsPattern("in (10|9) min");
  }

  @Test
  void expiryUnderTheCountdownIsTold() throws Exception {
    String path = stored("short-lived");
    age(path, RETENTION.plus(RETENTION.dividedBy(100)).minusSeconds(4));
    lookUp(path);
    browser().awaitText(".notice", "This block has expired");
    assertThat(browser().find(".facts").getText()).contains("It has expired");
    assertThat(browser().driver().findElements(By.cssSelector(".actions button:enabled")))
        .extracting(WebElement::getText)
        .doesNotContain("Keep alive", "Verify", "Download");
  }

  @Test
  void folderIsListedVerifiedAndKeptAlive() throws Exception {
    String leaf = stored("leaf");
    String parts = stored(stored("one") + "\n" + stored("two") + "\n");
    String manifest =
        stored(
            "tig-manifest 1\n"
                + ("f 644 1.000000000 6 a%20%C3%A4.txt " + parts + "?burst=1\n")
                + ("f 644 1.000000000 4 leaf.txt " + leaf + "\n"));
    age(leaf, RETENTION.dividedBy(2));
    lookUp(stored(manifest + "\n") + "?burst=1");
    browser().awaitText(".preview", "2 files, 10 B");
    browser().click("Verify");
    browser().awaitText(".verdict", "each of the 6 blocks");
    browser().click("Keep alive");
    browser().awaitText("#said", "Kept alive");
    assertThat(Files.getLastModifiedTime(data.resolve(leaf.substring(1))).toInstant())
        .isAfter(Instant.now().minus(RETENTION.dividedBy(3)));
    browser().click("a ä.txt");
    browser().awaitText(".preview pre", "onetwo");
  }
}
