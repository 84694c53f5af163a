package org.tigstore.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Slots are read and changed on the page. */
class SlotsViewIT extends PageTest {
  private static int keys;

  /** The slot's path. */
  private String path = "";

  /** Opens a slot that no other test uses, which has this value if it is not empty. */
  private void openSlot(String value) throws InterruptedException {
    String key = "key " + ++keys;
    path = tig().body(key).put("/kv").asString();
    if (!value.isEmpty()) {
      tig().body(value.getBytes(UTF_8)).put(path);
    }
    openView("#/slots");
    browser().type("Key, or name of the slot", key);
    browser().press(Keys.ENTER);
    browser().awaitText(".slot h2", path.substring(1));
  }

  private String stored() {
    return tig().get(path).asString();
  }

  private void write(String value) throws InterruptedException {
    WebElement editor = browser().control("Value");
    editor.sendKeys(Keys.chord(Keys.CONTROL, "a"), value);
  }

  private void awaitValue(String value) throws InterruptedException {
    browser()
        .await(
            "value " + value,
            () -> value.equals(browser().control("Value").getDomProperty("value")));
  }

  private void confirm(String action) throws InterruptedException {
    browser().click(action);
    WebElement dialog = browser().find("dialog[open]");
    dialog.findElement(By.cssSelector(".danger")).click();
  }

  @Test
  void slotIsCreatedAndChanged() throws Exception {
    openSlot("");
    browser().awaitText(".slot", "Nothing is stored here");
    write("first");
    browser().click("Create");
    browser().awaitText("#said", "Created");
    assertThat(stored()).isEqualTo("first");
    write("second");
    browser().awaitText(".slot", "Changed");
    browser().click("Save");
    browser().awaitText("#said", "Saved");
    assertThat(stored()).isEqualTo("second");
    assertThat(browser().find(".slot").getText()).containsPattern("Expires in (10|9) min");
  }

  @Test
  void keyWithALineFeedIsTheOneOfEcho() throws Exception {
    openView("#/slots");
    browser().type("Key, or name of the slot", "counter");
    browser().click("The key ends with a line feed, as from echo");
    assertThat(browser().find("output").getText())
        .isEqualTo(tig().body("counter\n").put("/kv").asString().substring(1));
  }

  @Test
  void changeOfSomebodyElseIsNeverOverwrittenUnseen() throws Exception {
    openSlot("old");
    write("yours");
    tig().body("theirs <b>1</b>").put(path);
    browser().click("Save");
    browser().awaitText(".conflict", "Somebody changed it meanwhile");
    assertThat(browser().find(".conflict").getText()).contains("theirs <b>1</b>", "yours");
    assertThat(stored()).isEqualTo("theirs <b>1</b>");
    browser().click("Edit yours further");
    write("yours and theirs");
    browser().click("Save");
    browser().awaitText("#said", "Saved");
    assertThat(stored()).isEqualTo("yours and theirs");

    tig().body("theirs 2").put(path);
    write("yours 2");
    browser().click("Save");
    browser().click("Take theirs");
    awaitValue("theirs 2");
    assertThat(stored()).isEqualTo("theirs 2");

    tig().delete(path);
    write("yours 3");
    browser().click("Save");
    browser().awaitText(".conflict", "Somebody deleted or took it");
    tig().body("theirs 3").put(path);
    browser().click("Create it again with yours");
    browser().awaitText(".conflict", "theirs 3");
    browser().click("Overwrite theirs with yours");
    browser().awaitText("#said", "Saved");
    assertThat(stored()).isEqualTo("yours 3");
  }

  @Test
  void onlyTheFirstCreates() throws Exception {
    openSlot("");
    write("yours");
    tig().body("theirs").put(path);
    browser().click("Create");
    browser().awaitText(".conflict", "theirs");
    assertThat(stored()).isEqualTo("theirs");
  }

  @Test
  void textIsAppended() throws Exception {
    openSlot("a\n");
    tig().body("b\n").put(path + "?append=1");
    browser().type("Text to append", "c");
    browser().click("Append");
    awaitValue("a\nb\nc\n");
    assertThat(stored()).isEqualTo("a\nb\nc\n");
  }

  @Test
  void valueIsTaken() throws Exception {
    openSlot("only once");
    tig().body("only once, changed").put(path);
    confirm("Take");
    browser().awaitText("#said", "It is yours");
    awaitValue("only once, changed");
    assertThat(tig().head(path).statusCode()).isEqualTo(404);
    confirm("Take");
    browser().awaitText("#said", "nothing to take");
  }

  @Test
  void slotIsDeletedAsSeen() throws Exception {
    openSlot("old");
    tig().body("new").put(path);
    confirm("Delete");
    browser().awaitText(".conflict", "Somebody changed it meanwhile");
    assertThat(stored()).isEqualTo("new");
    browser().click("Take theirs");
    browser().click("Delete");
    browser().click("Cancel");
    assertThat(stored()).isEqualTo("new");
    confirm("Delete");
    browser().awaitText("#said", "Deleted");
    assertThat(tig().head(path).statusCode()).isEqualTo(404);
  }

  @Test
  void channelsReadOrWriteOnly() throws Exception {
    openSlot("shared");
    browser().click("Make a read channel");
    browser().awaitText("#said", "Read channel made");
    browser().click("Make a write channel");
    browser().awaitText("#said", "Write channel made");
    Matcher channels =
        Pattern.compile("channel\\s+http://[^/]+(/\\S+)")
            .matcher(browser().find("[aria-label=Channels]").getText());
    assertThat(channels.find()).isTrue();
    String read = channels.group(1);
    assertThat(channels.find()).isTrue();
    String write = channels.group(1);
    assertThat(tig().get(read).asString()).isEqualTo("shared");
    assertThat(tig().body("x").put(read).statusCode()).isEqualTo(403);
    assertThat(tig().get(write).statusCode()).isEqualTo(403);
    assertThat(tig().body("written").put(write).statusCode()).isEqualTo(200);
    browser().click("Read again");
    awaitValue("written");
  }

  @Test
  void valuesThatAnEditorWouldSpoilAreNotEdited() throws Exception {
    openSlot("one\r\ntwo\r\n");
    write("three\nfour");
    browser().click("Save");
    browser().awaitText("#said", "Saved");
    assertThat(stored()).isEqualTo("three\r\nfour");
    confirm("Take");
    browser().awaitText("#said", "It is yours");
    browser().click("Create");
    browser().awaitText("#said", "Created");
    assertThat(stored()).isEqualTo("three\r\nfour");
    for (String value : new String[] {"mixed\r\nends\n", "nul\0"}) {
      openSlot(value);
      browser().awaitText(".slot .notice", "would not survive an editor");
      assertThat(browser().control("Value").getDomProperty("readOnly")).isEqualTo("true");
    }
    String sealed = tig().body("sealed").put("/").asString();
    openView("#/slots" + sealed);
    browser().awaitText(".slot .notice", "This block is sealed");
  }

  @Test
  void whatIsNotSavedSurvivesAnotherView() throws Exception {
    openSlot("old");
    write("<img src=x onerror=window.ran=1>");
    browser().click("Store");
    browser().awaitText("h1", "Store");
    browser().click("Slots");
    awaitValue("<img src=x onerror=window.ran=1>");
    browser().click("Save");
    browser().awaitText("#said", "Saved");
    tig().body("theirs").put(path);
    write("yours");
    browser().click("Save");
    browser().awaitText(".conflict", "yours");
    assertThat(browser().script("return window.ran")).isEqualTo("");
  }

  @Test
  void changesNeedTheKey() throws Exception {
    openSlot("open");
    requireKey("right");
    write("closed");
    browser().click("Save");
    browser().awaitText("#key-dialog", "The API key is missing");
    browser().type("Key", "right");
    browser().click("Use this key");
    browser().click("Save");
    browser().awaitText("#said", "Saved");
    assertThat(stored()).isEqualTo("closed");
  }
}
