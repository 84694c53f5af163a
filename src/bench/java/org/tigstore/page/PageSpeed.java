package org.tigstore.page;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.openqa.selenium.By;
import org.tigstore.standalone.TigProcess;

/** Measures the page in a browser. */
final class PageSpeed {
  private static final int LOADS = 5;
  private static final int BLOCKS = 100_000;
  private static final int FILE_SIZE = 64 << 20;
  private static final String KEY = "Secret-7";

  /** Milliseconds until the first view is there, and bytes over the network until then. */
  private static final String LOAD =
      """
      const [page, ...files] = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
      const all = [page, ...files].filter(entry => !/version$|status$/.test(entry.name));
      return [Math.max(...all.map(entry => entry.responseEnd), page.loadEventEnd),
        all.reduce((sum, entry) => sum + entry.transferSize, 0), all.length];
      """;

  /** Scrolls for five seconds; frames a second, and the longest frame in milliseconds. */
  private static final String SCROLL =
      """
      const done = arguments[arguments.length - 1];
      const grid = document.querySelector('.grid');
      const end = grid.scrollHeight - grid.clientHeight;
      const start = performance.now();
      let frames = 0;
      let longest = 0;
      let last = start;
      requestAnimationFrame(function step(now) {
        frames++;
        longest = Math.max(longest, now - last);
        last = now;
        const share = (now - start) / 5000;
        grid.scrollTop = end * share;
        share < 1 ? requestAnimationFrame(step) : done([frames / (now - start) * 1000, longest]);
      });
      """;

  private PageSpeed() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "page-speed-");
    try (TigProcess tig = TigProcess.serving(data, "--durability=none")) {
      URI ui = tig.awaitAddress().resolve("/ui/");
      measureLoads(ui);
      try (Browser browser = Browser.start()) {
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
        measureStoring(browser, ui, data);
        measureList(browser, ui, data);
      }
    } finally {
      new ProcessBuilder("rm", "-rf", data.toString()).start().waitFor();
    }
  }

  private static double[] numbers(Object list) {
    return Arrays.stream(((List<?>) list).toArray())
        .mapToDouble(one -> ((Number) one).doubleValue())
        .toArray();
  }

  private static void measureLoads(URI ui) throws IOException, InterruptedException {
    double[] times = new double[LOADS];
    double[] load = {};
    for (int i = 0; i < LOADS; i++) {
      try (Browser browser = Browser.start()) {
        browser.open(ui);
        browser.awaitText("#view", "Drop files");
        load = numbers(browser.script(LOAD));
        times[i] = load[0];
      }
    }
    Arrays.sort(times);
    System.out.printf(
        "first load, empty cache: median %.0f ms (%.0f to %.0f), %.1f KB in %.0f files%n",
        times[LOADS / 2], times[0], times[LOADS - 1], load[1] / 1000, load[2]);
  }

  private static void measureStoring(Browser browser, URI ui, Path data)
      throws IOException, InterruptedException {
    byte[] content = new byte[FILE_SIZE];
    new Random(FILE_SIZE).nextBytes(content);
    Path file = Files.write(data.resolve("large.bin"), content);
    for (String what : new String[] {"hashed and stored", "hashed, as the server has it"}) {
      browser.open(URI.create("about:blank"));
      browser.open(ui);
      browser.awaitText("#view", "Drop files");
      long start = System.nanoTime();
      browser.choose("input[type=file][multiple]", file);
      browser.awaitText(".upload", "Verified");
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "a file of %d MiB is %s in %.1f s: %.0f MB/s%n",
          FILE_SIZE >> 20, what, seconds, FILE_SIZE / seconds / 1e6);
    }
  }

  private static void measureList(Browser browser, URI ui, Path data)
      throws IOException, InterruptedException {
    Random random = new Random(BLOCKS);
    byte[] digest = new byte[32];
    for (int i = 0; i < BLOCKS; i++) {
      random.nextBytes(digest);
      Files.createFile(data.resolve(HexFormat.of().formatHex(digest) + ".tig"));
    }
    Files.writeString(data.resolve("apikey"), KEY);
    browser.open(URI.create("about:blank"));
    browser.open(ui);
    browser.click("Key");
    new PageTour(browser, ui.resolve("..")).enterKey(KEY);
    long start = System.nanoTime();
    browser.click("Whole store");
    browser.awaitText("#list-summary", "blocks");
    browser.await(
        "the whole list",
        () -> !browser.driver().findElement(By.id("list-summary")).getText().contains("so far"));
    System.out.printf(
        "a list of %,d blocks is complete after %.1f s%n",
        BLOCKS, (System.nanoTime() - start) / 1e9);
    double[] scroll = numbers(browser.driver().executeAsyncScript(SCROLL));
    System.out.printf(
        "it scrolls at %.0f frames a second, the longest takes %.0f ms%n", scroll[0], scroll[1]);
  }
}
