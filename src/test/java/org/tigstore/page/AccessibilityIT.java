package org.tigstore.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What axe-core, the common checker of accessibility, finds in every view, in light and in dark, on
 * a large screen and on the smallest phone: names of controls, order of headings, contrast and some
 * ninety rules more.
 */
class AccessibilityIT extends PageTest {
  private static final String KEY = "Secret-7";
  private static final int NARROW = 320;

  /** Every finding, with the elements that it is about. */
  private static final String RUN =
      """
      return axe.run().then(result => result.violations.map(violation =>
          `${violation.id}: ${violation.help}: ${violation.nodes.map(node => node.html).join(' ')}`));
      """;

  private static final String OVERFLOW =
      "return document.documentElement.scrollWidth - document.documentElement.clientWidth";

  private String axe = "";
  private String text = "";
  private String slot = "";

  @BeforeAll
  void readScript() throws IOException {
    try (InputStream script = ClassLoader.getSystemResourceAsStream("axe.min.js")) {
      axe = new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
    }
  }

  @BeforeEach
  void storeBlocks() throws IOException {
    text = tig().body("Some text\nof two lines\n").put("/").asString().substring(1);
    slot = tig().body("any key").put("/kv").asString().substring(1);
    tig().body("a value").put("/" + slot);
    requireKey(KEY);
  }

  /** Each view, and a text that is there when it has read what it shows. */
  @ParameterizedTest
  @CsvSource({
    "#/store, Store",
    "#/lookup, Look up",
    "#/lookup/{text}, of two lines",
    "#/slots, Slots",
    "#/slots/{slot}, Saved",
    "#/list, blocks",
    "#/operate, tig.retention",
    "process/, process"
  })
  void nothingIsFoundInAnyColoursAndSize(String view, String shown) throws InterruptedException {
    openView("#/store");
    useKey(KEY);
    browser().open(root().resolve("ui/" + view.replace("{text}", text).replace("{slot}", slot)));
    browser().awaitText("body", shown);
    browser().prefer("prefers-reduced-motion", "reduce"); // no colours in between
    for (String scheme : List.of("light", "dark")) {
      browser().prefer("prefers-color-scheme", scheme);
      for (int width : new int[] {1280, NARROW}) {
        browser().resize(width, 800);
        assertThat(findings()).as("%s, %s, %d px", view, scheme, width).isEmpty();
        assertThat(browser().script(OVERFLOW))
            .as("pixels of %s beyond the edge at %d px", view, width)
            .isEqualTo(0L);
      }
    }
  }

  private List<?> findings() {
    browser().script(axe);
    return (List<?>) browser().script(RUN);
  }
}
