package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockName;
import org.tigstore.page.Browser;
import org.tigstore.page.PageTour;

/** The page, on whichever server, used by a person in a browser. */
@VariesByServer
class PageTourIT extends HttpTest {
  private static Browser browser;

  @TempDir Path files;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start();
  }

  @AfterAll
  static void stop() throws IOException {
    browser.close();
  }

  private PageTour tour() {
    return new PageTour(browser, URI.create(root.toString()));
  }

  @Test
  void personStoresLooksUpAndChanges() throws IOException, InterruptedException {
    String text = unique();
    PageTour tour = tour();
    tour.arrive();
    BlockName name = tour.store(Files.writeString(files.resolve("note.txt"), text));
    assertThat(read("/" + name)).isEqualTo(text);
    tour.lookUp(name, text);
    tour.changeSlot("key " + text);
    assertThat(browser.problems()).isEmpty();
  }

  @Test
  void personWithTheKeyGoesOn() throws IOException, InterruptedException {
    ApiKeyFile.set("Secret-7");
    Path file = Files.writeString(files.resolve("note.txt"), unique());
    PageTour tour = tour();
    tour.chooseFile(file);
    tour.enterKey("Secret-7");
    BlockName name = tour.awaitStored(file);
    browser.click("Key: in use");
    browser.control("Keep it until this tab is closed, even over a reload").click();
    browser.click("Use this key");
    browser.control("Key: in use");
    tour.list(name);
    browser.click("Key: in use");
    browser.click("Forget the key");
    assertThat(browser.problems()).isEmpty();
  }
}
