package org.tigstore.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page without a mouse: the focus is seen wherever it is, and reaches everything. */
class KeyboardIT extends PageTest {
  private static final int MOST_STEPS = 60;

  /** Whether whoever looks at the page can tell where the focus is. */
  private static final String FOCUS_IS_SEEN =
      """
      const focused = document.activeElement;
      const style = getComputedStyle(focused);
      const box = focused.getBoundingClientRect();
      return focused !== document.body && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
          && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
      """;

  private void goTo(String control) throws InterruptedException {
    for (int step = 0; step < MOST_STEPS; step++) {
      browser().press(Keys.TAB);
      if (control.equals(browser().driver().switchTo().activeElement().getAccessibleName())) {
        assertThat(browser().script(FOCUS_IS_SEEN)).as("focus on " + control).isEqualTo(true);
        return;
      }
    }
    throw new AssertionError(control + " is not reached by " + MOST_STEPS + " times Tab");
  }

  private String focused() {
    return String.valueOf(browser().script("return document.activeElement.id"));
  }

  @Test
  void blockIsLookedUpWithoutAMouse() throws InterruptedException {
    String path = tig().body("read by the keyboard").put("/").asString();
    openView("#/store");
    goTo("Skip to the content");
    goTo("Look up");
    browser().press(Keys.ENTER);
    browser().awaitText("h1", "Look up");
    assertThat(focused()).isEqualTo("heading");
    browser().control("Hash, path or address of a block");
    goTo("Hash, path or address of a block");
    browser().press(path, Keys.ENTER);
    browser().awaitText("#view", "read by the keyboard");
  }

  @Test
  void dialogTakesTheFocusAndGivesItBack() throws IOException, InterruptedException {
    requireKey("Secret-7");
    openView("#/store");
    goTo("Key");
    browser().press(Keys.ENTER);
    browser().await("focus in the dialog", () -> focused().equals("key"));
    browser().press("wrong", Keys.ENTER);
    browser().awaitText("#key-error", "key");
    browser().press(Keys.ESCAPE);
    browser().await("focus on the button", () -> focused().equals("key-button"));
    browser().press(Keys.ENTER);
    browser().press("Secret-7", Keys.ENTER);
    browser().awaitText("#said", "The key is in use");
  }

  @Test
  void everyFocusIsSeen() throws InterruptedException {
    for (String view : new String[] {"store", "lookup", "slots", "list", "operate"}) {
      openView("#/" + view);
      browser().awaitText("h1", "");
      browser().press(Keys.TAB);
      String first = focusedHtml();
      int steps = 0;
      do {
        assertThat(browser().script(FOCUS_IS_SEEN)).as(view + ": " + focusedHtml()).isEqualTo(true);
        browser().press(Keys.TAB);
        steps++;
      } while (steps < MOST_STEPS && !atEnd() && !focusedHtml().equals(first));
      assertThat(steps).as("steps through " + view).isBetween(6, MOST_STEPS - 1);
    }
  }

  /** The focus leaves the page for the browser's own controls after the last element. */
  private boolean atEnd() {
    return Boolean.TRUE.equals(browser().script("return document.activeElement === document.body"));
  }

  private String focusedHtml() {
    return String.valueOf(browser().script("return document.activeElement.outerHTML"));
  }
}
