package org.tigstore.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openqa.selenium.Keys;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/** What people do on the page first, wherever the application is and whoever lets them in. */
public final class PageTour {
  private final Browser browser;
  private final URI ui;

  /**
   * @param root where the application is, with a slash at the end
   */
  public PageTour(Browser browser, URI root) {
    this.browser = browser;
    this.ui = root.resolve("ui/");
  }

  /** Opens the application's address as a person does, which leads to the page. */
  public void arrive() throws InterruptedException {
    browser.open(ui.resolve(".."));
    browser.awaitText("h1", "Store");
    assertThat(browser.driver().getCurrentUrl()).isEqualTo(ui + "#/store");
  }

  /** Stores this file, which asks for nothing more, and returns the block's name. */
  public BlockName store(Path file) throws IOException, InterruptedException {
    chooseFile(file);
    return awaitStored(file);
  }

  /** Chooses this file in the view that stores. */
  public void chooseFile(Path file) throws InterruptedException {
    open("#/store");
    browser.choose("input[type=file][multiple]", file);
  }

  /** The name of the block that this file has become, as soon as it is stored. */
  public BlockName awaitStored(Path file) throws IOException, InterruptedException {
    BlockName name = Sha256.nameOf(Files.readAllBytes(file));
    browser.awaitText(".upload", "Verified");
    browser.awaitText(".upload", name.digits());
    return name;
  }

  /** Looks a block up, which has to contain this text. */
  public void lookUp(BlockName name, String content) throws InterruptedException {
    open("#/lookup");
    browser.type("Hash, path or address of a block", name.digits());
    browser.press(Keys.ENTER);
    browser.awaitText("#view", content);
    browser.click("Verify");
    browser.awaitText(".verdict", "Equal");
  }

  /** Creates the slot with this key, changes it, and reads what it has then. */
  public void changeSlot(String key) throws InterruptedException {
    open("#/slots");
    browser.type("Key, or name of the slot", key);
    browser.press(Keys.ENTER);
    browser.type("Value", "one");
    browser.click("Create");
    browser.awaitText("#said", "Created.");
    browser.type("Value", "two");
    browser.click("Save");
    browser.awaitText("#said", "Saved.");
    browser.click("Read again");
    assertThat(browser.control("Value").getDomProperty("value")).isEqualTo("two");
  }

  /** Lists the blocks of all nodes, of which this is one. */
  public void list(BlockName name) throws InterruptedException {
    open("#/list");
    browser.click("Of every node");
    browser.type("Digits", name.digits().substring(0, 16));
    browser.awaitText(".grid", name.digits());
  }

  /** Enters this key in the dialog that asks for it. */
  public void enterKey(String key) throws InterruptedException {
    browser.find("dialog[open]");
    browser.type("Key", key);
    browser.click("Use this key");
    browser.control("Key: in use");
  }

  /** Loads a view anew. */
  private void open(String fragment) {
    browser.open(URI.create("about:blank"));
    browser.open(ui.resolve(fragment));
  }
}
