package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.page.Browser;
import org.tigstore.page.PageTour;

/** The page of an application that is not at the root; comes last, as {@link ContextPathIT}. */
@Order(Integer.MAX_VALUE)
@VariesByServer
class PageTourAtContextPathIT extends DeployedTest {
  @Deployment(testable = false)
  static WebArchive war() {
    return warAt("tig.war");
  }

  @Test
  void personStoresLooksUpAndChanges(@TempDir Path files) throws IOException, InterruptedException {
    String text = unique();
    try (Browser browser = Browser.start()) {
      PageTour tour = new PageTour(browser, URI.create(root.toString()));
      tour.arrive();
      tour.lookUp(tour.store(Files.writeString(files.resolve("note.txt"), text)), text);
      tour.changeSlot("key " + text);
      assertThat(browser.problems()).isEmpty();
    }
  }
}
