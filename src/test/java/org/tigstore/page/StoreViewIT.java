package org.tigstore.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.tigstore.Seed;
import org.tigstore.block.Sha256;
import org.tigstore.standalone.TigProcess;

/** Files and folders are stored from the page. */
class StoreViewIT extends PageTest {
  private static final int MIB = 1 << 20;
  private static final String HOSTILE = "<img src=x onerror=\"window.ran=1\">.txt";

  @TempDir Path files;

  private final Random random = new Random(Seed.of(StoreViewIT.class));

  @Override
  List<String> arguments() {
    return List.of("--max-block-size", Integer.toString(MIB), "--sweep-interval", "PT1S");
  }

  private Path file(String name, byte[] content) throws IOException {
    Path file = files.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private Path file(String name, String content) throws IOException {
    return file(name, content.getBytes(UTF_8));
  }

  private byte[] randomBytes(int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return content;
  }

  /** A file that takes long to hash and little to keep: each of its pieces is the same. */
  private Path slowFile(String name) throws IOException {
    Path file = files.resolve(name);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(256L * MIB);
    }
    return file;
  }

  private void chooseFiles(Path... chosen) throws InterruptedException {
    browser().choose("[aria-label='Files to store']", chosen);
  }

  private void chooseFolder(Path folder) throws InterruptedException {
    browser().choose("[aria-label='Folder to store']", folder);
  }

  private static String card(String title) {
    return "article[aria-label='" + title + "']";
  }

  private String awaitStored(String title) throws InterruptedException {
    browser().awaitText(card(title) + " .badge", "Stored");
    return browser().awaitText(card(title), "Verified");
  }

  /** The path of what was stored, with its query. */
  private String path(String title) throws InterruptedException {
    Matcher address = Pattern.compile("http://[^/]+(/\\S+)").matcher(awaitStored(title));
    assertThat(address.find()).isTrue();
    return address.group(1);
  }

  private double receivedBytes() {
    Matcher figure =
        Pattern.compile("(?m)^tig_received_bytes_total (\\S+)$")
            .matcher(tig().get("/metrics").asString());
    assertThat(figure.find()).isTrue();
    return Double.parseDouble(figure.group(1));
  }

  @Test
  void fileIsStoredAndBothHashesAgree() throws Exception {
    byte[] content = "hello\n".getBytes(UTF_8);
    openView("#/store");
    browser().awaitText("#view", "Files over");
    chooseFiles(file("it's.txt", content));
    String text = awaitStored("it\\'s.txt");
    String path = "/" + Sha256.nameOf(content);
    URI address = root().resolve(path);
    assertThat(text)
        .contains("agrees with the one computed here", "6 B", path.substring(1, 65))
        .contains("curl -f -o 'it'\\''s.txt' " + address)
        .contains("wget -O 'it'\\''s.txt' " + address)
        .contains("java -jar tig.war get -o 'it'\\''s.txt' " + address)
        .containsPattern("in (10|9) min \\d\\d s");
    assertThat(tig().get(path).asByteArray()).isEqualTo(content);
  }

  @Test
  void largeFileIsStoredInPiecesAndNotSentAgain() throws Exception {
    byte[] content = randomBytes(5 * MIB / 2);
    Path file = file("large.bin", content);
    browser().open(URI.create("http://" + Browser.INTRANET + ":" + root().getPort() + "/ui/"));
    chooseFiles(file);
    String path = path("large.bin");
    assertThat(path).endsWith("?burst=1");
    assertThat(tig().get(path).asByteArray()).isEqualTo(content);

    double before = receivedBytes();
    openView("#/store");
    chooseFiles(file);
    assertThat(awaitStored("large.bin")).contains("2.5 MiB were there already");
    assertThat(receivedBytes() - before).isLessThan(1000);
  }

  @Test
  void limitIsFoundWhereTheStatusIsRefused() throws Exception {
    byte[] content = randomBytes(3 * MIB);
    browser().driver().executeCdpCommand("Network.enable", Map.of());
    browser()
        .driver()
        .executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of("*/status")));
    try {
      openView("#/store");
      chooseFiles(file("unknown.bin", content));
      assertThat(tig().get(path("unknown.bin")).asByteArray()).isEqualTo(content);
    } finally {
      browser().driver().executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of()));
    }
  }

  @Test
  void folderBecomesAManifest() throws Exception {
    Path folder = files.resolve("photos");
    byte[] large = randomBytes(3 * MIB / 2);
    file("photos/a/z.txt", "deep");
    file("photos/a b%.txt", "space");
    file("photos/ä.txt", "");
    file("photos/large.bin", large);
    file("photos/" + HOSTILE, "hostile");
    try (var all = Files.walk(folder)) {
      for (Path one : all.toList()) {
        Files.setLastModifiedTime(one, FileTime.from(Instant.ofEpochMilli(1_700_000_000_123L)));
      }
    }
    openView("#/store");
    chooseFolder(folder);
    assertThat(awaitStored("photos")).contains("5 files", "tig.war checkout");
    String manifest = tig().get(path("photos")).asString();
    List<String> lines = manifest.lines().toList();
    assertThat(lines.get(0)).isEqualTo("tig-manifest 1");
    assertThat(lines.subList(1, lines.size()))
        .map(line -> line.replaceAll("/[0-9a-f]{64}\\.tig", "BLOCK"))
        .containsExactly(
            "f 644 1700000000.123000000 7 %3Cimg%20src=x%20onerror=\"window.ran=1\"%3E.txt BLOCK"
                .replace("%3C", "<")
                .replace("%3E", ">"),
            "d 755 1700000000.123000000 0 a -",
            "f 644 1700000000.123000000 4 a/z.txt BLOCK",
            "f 644 1700000000.123000000 5 a%20b%25.txt BLOCK",
            "f 644 1700000000.123000000 1572864 large.bin BLOCK?burst=1",
            "f 644 1700000000.123000000 0 %C3%A4.txt BLOCK");
    assertThat(tig().get(lines.get(5).replaceAll(".* ", "")).asByteArray()).isEqualTo(large);

    browser().find(card("photos") + " summary").click();
    assertThat(browser().awaitText(card("photos"), HOSTILE)).contains("a/z.txt");
    assertThat(browser().driver().findElements(By.cssSelector("img[src='x']"))).isEmpty();
    assertThat(browser().script("return window.ran")).isEqualTo("");
  }

  @Test
  void filesAndFoldersAreDropped() throws Exception {
    Path file = file("dropped.txt", "dropped");
    file("tree/leaf.txt", "leaf");
    Files.createDirectories(files.resolve("tree/empty"));
    openView("#/store");
    drop(file, files.resolve("tree"));
    assertThat(tig().get(path("dropped.txt")).asString()).isEqualTo("dropped");
    assertThat(tig().get(path("tree")).asString())
        .containsPattern("(?m)^d 755 \\S+ 0 empty -$")
        .containsPattern("(?m)^f 644 \\S+ 4 leaf.txt /");
    assertThat(browser().find(".total").getText()).contains("2 uploads: 11 B of 11 B");
  }

  private void drop(Path... dropped) throws InterruptedException {
    Rectangle zone = browser().find(".drop").getRect();
    List<String> paths = List.of(dropped).stream().map(Path::toString).toList();
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      browser()
          .driver()
          .executeCdpCommand(
              "Input.dispatchDragEvent",
              Map.of(
                  "type",
                  type,
                  "x",
                  zone.x + zone.width / 2,
                  "y",
                  zone.y + 10,
                  "data",
                  Map.of("items", List.of(), "files", paths, "dragOperationsMask", 1)));
    }
  }

  @Test
  void uploadIsPausedCancelledAndStoredAgain() throws Exception {
    openView("#/store");
    chooseFiles(slowFile("slow.bin"), file("quick.txt", "quick"));
    browser().click("Pause slow.bin");
    awaitStored("quick.txt");
    assertThat(browser().awaitText(card("slow.bin"), "Paused")).contains(" of 256 MiB");
    assertThat(browser().find(".total").getText()).contains("2 uploads");
    browser().click("Cancel slow.bin");
    browser().awaitText(card("slow.bin") + " .badge", "Cancelled");
    browser().click("Store slow.bin again");
    browser().click("Pause slow.bin");
    browser().awaitText(card("slow.bin") + " .badge", "Paused");
    browser().click("Look up");
    browser().awaitText("h1", "Look up");
    browser().driver().navigate().back();
    browser().click("Resume slow.bin");
    assertThat(awaitStored("slow.bin")).contains("256 MiB");
  }

  @Test
  void uploadWaitsForTheRightKeyAndLeavesOutWhatIsUnreadable() throws Exception {
    requireKey("right");
    openView("#/store");
    chooseFiles(file("waiting.txt", "waiting"));
    browser().awaitText("#key-dialog", "The API key is missing");
    browser().press(Keys.ESCAPE);
    assertThat(browser().awaitText(card("waiting.txt"), "Paused")).contains("key is missing");
    file("folder/kept.txt", "kept");
    Path lost = file("folder/lost.txt", "lost");
    chooseFolder(files.resolve("folder"));
    browser().awaitText(card("folder") + " .badge", "Waiting");
    Files.delete(lost);

    browser().click("Key");
    browser().type("Key", "wrong");
    browser().click("Use this key");
    browser().awaitText("#key-error", "wrong");
    browser().type("Key", "right");
    browser().click("Use this key");
    assertThat(tig().get(path("waiting.txt")).asString()).isEqualTo("waiting");
    assertThat(awaitStored("folder")).contains("1 file could not be read", "1 file · 4 B");
    assertThat(tig().get(path("folder")).asString()).contains("kept.txt").doesNotContain("lost");
    assertThat(browser().script("return location.href + JSON.stringify(sessionStorage)"))
        .asString()
        .doesNotContain("right");
  }

  @Test
  void fullStoreIsExplained(@TempDir Path elsewhere) throws Exception {
    try (TigProcess full =
        TigProcess.serving(
            elsewhere, "--max-store-size", "1000000", "--max-block-size", "300000")) {
      browser().open(full.awaitAddress().resolve("/ui/"));
      chooseFiles(file("much.bin", randomBytes(2 * MIB)));
      String text = browser().awaitText(card("much.bin"), "Paused");
      assertThat(text).contains("The store is full", "Resume", "Cancel");
    }
    browser().click("Cancel much.bin");
    browser().problems();
  }

  @Test
  void expiredFileIsNotPretendedToBeThere() throws Exception {
    openView("#/store");
    chooseFiles(file("short.txt", "short-lived"));
    String name = path("short.txt").substring(1);
    Instant longAgo = Instant.now().minusSeconds(3600);
    Files.setLastModifiedTime(data.resolve(name), FileTime.from(longAgo));
    browser().await("expiry", () -> tig().head("/" + name).statusCode() == 404);
    browser().click("Look up");
    browser().awaitText("h1", "Look up");
    browser().driver().navigate().back();
    browser().awaitText(card("short.txt") + " .badge", "Expired");
    assertThat(browser().find(card("short.txt")).getText()).doesNotContain(name);
    browser().click("Store short.txt again");
    awaitStored("short.txt");
    assertThat(tig().get("/" + name).asString()).isEqualTo("short-lived");
  }

  @Test
  void accessibleNamesAndProgressAreThere() throws Exception {
    openView("#/store");
    chooseFiles(slowFile("steady.bin"));
    WebElement progress = browser().find(card("steady.bin") + " progress");
    assertThat(progress.getAccessibleName()).isEqualTo("Progress of steady.bin");
    browser().awaitText(card("steady.bin"), "MiB/s");
    browser().click("Cancel steady.bin");
  }
}
