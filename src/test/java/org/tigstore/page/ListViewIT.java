package org.tigstore.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Comparator.reverseOrder;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.tigstore.block.Bodies;

/** The view of all blocks: it finds, orders, describes and changes what is in the store. */
class ListViewIT extends PageTest {
  private static final String KEY = "Secret-7";
  private static final int MANY = 100_000;
  private static final String SHOWN =
      "return [...document.querySelectorAll('.grid-body [role=row]:not([hidden])')]"
          + ".sort((one, other) => one.ariaRowIndex - other.ariaRowIndex)"
          + ".map(row => row.querySelector('.hash').textContent)";

  /** Scrolls through all rows within some seconds; returns the frames in a second. */
  private static final String SCROLL =
      """
      const done = arguments[0];
      const grid = document.querySelector('.grid');
      const end = grid.scrollHeight - grid.clientHeight;
      const start = performance.now();
      let frames = 0;
      requestAnimationFrame(function step(now) {
        frames++;
        const share = (now - start) / 3000;
        grid.scrollTop = end * share;
        share < 1 ? requestAnimationFrame(step) : done(frames / (now - start) * 1000);
      });
      """;

  private String stored(String content) {
    return tig().header("X-API-Key", KEY).body(content).put("/").asString().substring(1, 65);
  }

  private String slot(String key, String value) {
    String path = tig().body(key).put("/kv").asString();
    tig().header("X-API-Key", KEY).body(value).put(path).then().statusCode(200);
    return path.substring(1, 65);
  }

  @AfterEach
  void deleteBlocks() throws IOException {
    try (var files = Files.newDirectoryStream(data, "*.tig")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private void openList() throws IOException, InterruptedException {
    requireKey(KEY);
    openView("#/list");
    browser().awaitText("#key-error", "key");
    browser().type("Key", KEY);
    browser().click("Use this key");
    browser().awaitText("#list-summary", " block");
  }

  private void awaitShown(String... digits) throws InterruptedException {
    browser().await(List.of(digits) + " shown", () -> shown().equals(List.of(digits)));
  }

  private List<?> shown() {
    return (List<?>) browser().script(SHOWN);
  }

  private void awaitSummary(String text) throws InterruptedException {
    browser().await(text, () -> browser().find("#list-summary").getText().equals(text));
  }

  private WebElement row(String digits) throws InterruptedException {
    return browser().find(".grid-row:has([href$='" + digits + "'])");
  }

  @Test
  void blocksAreDescribed() throws IOException, InterruptedException {
    String sealed = stored("five!");
    String slot = slot("a key", "a value");
    openList();
    awaitSummary("2 blocks");
    browser().await("size", () -> row(sealed).getText().contains("5 B"));
    assertThat(row(sealed).getText()).contains("sealed").containsPattern("\\d+ min \\d\\d s");
    browser().await("kind", () -> row(slot).getText().contains("slot"));
  }

  @Test
  void blocksAreSearchedAndOrdered() throws IOException, InterruptedException {
    List<String> digits = IntStream.range(0, 8).mapToObj(i -> stored("block " + i)).toList();
    String wanted = digits.get(3);
    openList();
    awaitSummary("8 blocks");
    browser().click("Hash");
    awaitShown(digits.stream().sorted().toArray(String[]::new));
    browser().click("Hash");
    awaitShown(digits.stream().sorted(reverseOrder()).toArray(String[]::new));
    browser().type("Digits", wanted.substring(0, 8));
    awaitShown(wanted);
    browser().type("Digits", wanted.substring(20, 40));
    awaitSummary("8 blocks, 0 match");
    browser().find("select").sendKeys("contain");
    awaitShown(wanted);
    browser().type("Digits", root() + wanted + ".tig?burst=1");
    awaitShown(wanted);
  }

  @Test
  void whatIsRefusedIsToldWithItsReason() throws IOException, InterruptedException {
    String sealed = stored("stays");
    String slot = slot("deleted", "a value");
    String expired = stored("expires meanwhile");
    openList();
    awaitSummary("3 blocks");
    Files.delete(data.resolve(expired + ".tig"));
    browser().click("Select all");
    browser().click("Delete");
    browser().click("Delete 3 blocks");
    String refused = browser().awaitText("#list-refusals", "404");
    assertThat(refused).contains("409", "sealed");
    assertThat(browser().find("#list-work").getText()).contains("1 done, 2 refused");
    awaitShown(sealed);
    tig().get("/" + slot + ".tig").then().statusCode(404);
    tig().get("/" + sealed + ".tig").then().statusCode(200);
  }

  @Test
  void manyAreKeptAlive() throws IOException, InterruptedException {
    Instant begin = Instant.now().minusSeconds(1);
    List<String> digits = IntStream.range(0, 30).mapToObj(i -> stored("kept " + i)).toList();
    for (String one : digits) {
      Path file = data.resolve(one + ".tig");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(300)));
    }
    openList();
    browser().click("Select all");
    browser().click("Keep alive");
    browser().awaitText("#list-work", "30 done");
    for (String one : digits) {
      assertThat(Files.getLastModifiedTime(data.resolve(one + ".tig")).toInstant()).isAfter(begin);
    }
    awaitSummary("30 blocks");
  }

  @Test
  void keyboardSelectsAndOpens() throws IOException, InterruptedException {
    List<String> digits = IntStream.range(0, 5).mapToObj(i -> stored("key " + i)).sorted().toList();
    openList();
    browser().click("Hash");
    awaitShown(digits.toArray(String[]::new));
    WebElement grid = browser().find(".grid");
    grid.sendKeys(Keys.ARROW_DOWN, " ");
    awaitSummary("5 blocks, 1 selected (5 B)");
    grid.sendKeys(Keys.chord(Keys.SHIFT, Keys.END));
    browser().awaitText("#list-summary", "4 selected");
    grid.sendKeys(Keys.chord(Keys.CONTROL, "a"));
    browser().awaitText("#list-summary", "5 selected");
    grid.sendKeys(Keys.HOME, Keys.ENTER);
    browser()
        .await(
            "view of the block",
            () -> browser().driver().getCurrentUrl().endsWith("#/lookup/" + digits.get(0)));
  }

  @Test
  void whoMayNotListIsToldWhatToDo() throws IOException, InterruptedException {
    openView("#/list");
    browser().awaitText("#view [role=alert]", "server without an API key lists for nobody");
    requireKey(KEY);
    openView("#/list");
    browser().awaitText("#view [role=alert]", "needs the API key");
  }

  @Test
  void hundredThousandBlocksScroll() throws IOException, InterruptedException {
    for (int i = 0; i < MANY; i++) {
      Files.write(
          data.resolve(Bodies.nameOf("many " + i).toString()), ("many " + i).getBytes(US_ASCII));
    }
    openList();
    awaitSummary("100,000 blocks");
    String last = String.valueOf(shown().get(0));
    assertThat(browser().find("[role=grid]").getDomAttribute("aria-rowcount"))
        .isEqualTo(String.valueOf(MANY + 1));
    Object frames = requireNonNull(browser().driver().executeAsyncScript(SCROLL));
    System.out.printf(
        "ListViewIT: %,d blocks scroll at %.0f frames a second%n",
        MANY, ((Number) frames).doubleValue());
    assertThat(browser().driver().findElements(By.cssSelector("[role=row]"))).hasSizeLessThan(100);
    browser().await("end of the list", () -> shown().size() > 5 && !shown().contains(last));
    browser().find(".grid-body [aria-rowindex='" + (MANY + 1) + "']");
    browser().type("Digits", last);
    awaitShown(last);
    browser().await("details", () -> row(last).getText().contains("sealed"));
  }
}
