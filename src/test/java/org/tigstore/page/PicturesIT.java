package org.tigstore.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.tigstore.block.BlockName;

/**
 * Makes the pictures of docs/page.md that no other test makes. {@code .ci/pictures} copies them.
 */
class PicturesIT extends PageTest {

  @BeforeEach
  void lookAlike() {
    browser().prefer("prefers-color-scheme", "light");
    browser().resize(1060, 760);
  }

  @Test
  void storedFilesAndFolder() throws IOException, InterruptedException {
    PageTour tour = new PageTour(browser(), root());
    tour.chooseFile(Path.of("LICENSE"));
    browser().awaitText(".upload", "Verified");
    browser().choose("input[type=file][webkitdirectory]", Path.of("config/prometheus"));
    browser().awaitText(".upload", "checkout");
    browser().await("messages are gone", () -> browser().script(SAID).equals(""));
    browser().picture("store");
  }

  @Test
  void blockThatIsLookedUp() throws IOException, InterruptedException {
    PageTour tour = new PageTour(browser(), root());
    Path file = Path.of("README.md");
    tour.chooseFile(file);
    BlockName name = tour.awaitStored(file);
    tour.lookUp(name, "tig stores code, data and vectors");
    browser().picture("lookup");
  }

  @Test
  void slotThatSomebodyChangedMeanwhile() throws InterruptedException {
    openView("#/slots");
    browser().type("Key, or name of the slot", "motd");
    browser().press(Keys.ENTER);
    browser().type("Value", "Maintenance on Friday at 18:00.");
    browser().click("Create");
    browser().awaitText("#said", "Created.");
    String slot = tig().body("motd").put("/kv").asString();
    tig().body("Maintenance is over.").put(slot).then().statusCode(200);
    browser().type("Value", "Maintenance on Saturday at 8:00.");
    browser().click("Save");
    browser().awaitText(".conflict", "Maintenance is over.");
    browser().await("messages are gone", () -> browser().script(SAID).equals(""));
    browser().picture("slots");
    assertThat(tig().get(slot).asString()).isEqualTo("Maintenance is over.");
  }

  @Test
  void listOfBlocks() throws IOException, InterruptedException {
    String[] selected = new String[2];
    for (int i = 0; i < 40; i++) {
      String key = tig().body("example " + i).put("/kv").asString();
      String path = i % 5 == 0 ? key : "/";
      String stored = tig().body(("line " + i + "\n").repeat(1 << i % 16)).put(path).asString();
      selected[i % 2] = stored.substring(1, 65);
    }
    requireKey("Secret-7");
    openView("#/list");
    new PageTour(browser(), root()).enterKey("Secret-7");
    browser().awaitText("#list-summary", " blocks");
    for (String hash : selected) {
      browser().awaitText(".grid", hash);
      browser().find("[role=row]:has(a[href$='" + hash + "']) .box").click();
    }
    browser().awaitText("#list-summary", "2 selected");
    browser().awaitText(".grid-body", "sealed");
    browser().await("messages are gone", () -> browser().script(SAID).equals(""));
    browser().picture("list");
  }

  @Test
  void halfOfAPicture() throws InterruptedException {
    openView("process/");
    browser().click("Start");
    browser().find("#job");
    browser().script("document.getElementById('job').scrollIntoView()");
    browser().await("a third of the tiles", () -> browser().script(TILES).equals(true));
    browser().picture("process");
  }

  private static final String TILES = "return document.getElementById('progress').value > 21";

  private static final String SAID = "return document.getElementById('said').innerText";
}
