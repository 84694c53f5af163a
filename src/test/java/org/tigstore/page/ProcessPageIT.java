package org.tigstore.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tabs that share a job through the server alone. */
class ProcessPageIT extends PageTest {
  private static final int TILES = 32;
  private static final int HEADER = 54;
  private static final int PICTURE = HEADER + 768 * 512 * 3;
  private static final String STOP = "Stop at once, as if the tab was closed";
  private static final String WORK = "Work on it in this tab";

  private void openPage(String fragment) {
    browser().open(URI.create("about:blank"));
    browser().open(root().resolve("ui/process/" + fragment));
  }

  /** Starts a job and returns its hash. */
  private String startJob(int iterations, int lease) throws InterruptedException {
    browser().find("#tiles").sendKeys(String.valueOf(TILES));
    browser().type("Steps for each point, at most", String.valueOf(iterations));
    browser().type("Lease of a tile, in seconds", String.valueOf(lease));
    browser().click("Start");
    browser().control(STOP);
    return browser().driver().getCurrentUrl().replaceFirst(".*#job=", "");
  }

  private String slot(String job, String purpose) {
    return tig().body(job + " " + purpose).put("/kv").asString();
  }

  /** The lines of the slot with the tasks. */
  private List<String> tasks(String job) {
    return tig().get(slot(job, "tasks")).asString().lines().toList();
  }

  private static long done(List<String> tasks) {
    return tasks.stream().filter(task -> task.startsWith("done ")).count();
  }

  private void awaitPicture() throws InterruptedException {
    browser().find("#result");
    browser()
        .await(
            "picture is decoded",
            () ->
                browser()
                    .script("return document.querySelector('#result').naturalWidth")
                    .equals(768L));
    browser().awaitText("#state", TILES + " of " + TILES + " tiles done");
  }

  /** Every tile is done once, and the result is all of them, in order, behind a header. */
  private void assertFinished(String job) throws IOException {
    List<String> tasks = tasks(job);
    assertThat(tasks).hasSize(TILES).allMatch(task -> task.startsWith("done worker-"));
    byte[] picture = tig().get(slot(job, "result") + "?burst=1").asByteArray();
    assertThat(picture).hasSize(PICTURE).startsWith('B', 'M');
    ByteArrayOutputStream tiles = new ByteArrayOutputStream();
    for (String task : tasks) {
      tiles.write(tig().get("/" + task.split(" ", -1)[2]).asByteArray());
    }
    assertThat(picture).endsWith(tiles.toByteArray());
    assertThat(reportedTiles(job)).containsAll(IntStream.range(0, TILES).boxed().toList());
  }

  private List<Integer> reportedTiles(String job) {
    return tig()
        .get(slot(job, "log"))
        .asString()
        .lines()
        .filter(line -> line.startsWith("tile/"))
        .map(line -> Integer.valueOf(line.split("/", -1)[1]))
        .toList();
  }

  private static Set<String> workers(List<String> tasks) {
    return tasks.stream().map(task -> task.split(" ", -1)[1]).collect(Collectors.toSet());
  }

  /** How the requests of the current tab to finish the job ended. */
  private String finishes() {
    return ((List<?>)
            browser()
                .script(
                    "return [...document.querySelectorAll('[data-step=finish] .examples li')].map(one => one.textContent)"))
        .stream().map(String::valueOf).filter(line -> line.contains("setifnot")).collect(joining());
  }

  @Test
  void twoTabsFinishOneJob() throws IOException, InterruptedException {
    openPage("");
    String job = startJob(400, 600);
    String first = browser().tab();
    String second = browser().openTab();
    openPage("#job=" + job);
    browser().click(WORK);
    awaitPicture();
    String finish = finishes();
    browser().driver().close();
    browser().switchTo(first);
    awaitPicture();
    assertThat(List.of(finish, finishes()))
        .as("one of two tabs finishes the job")
        .satisfiesExactlyInAnyOrder(
            won -> assertThat(won).endsWith("200"), lost -> assertThat(lost).endsWith("409"));
    assertThat(second).isNotEqualTo(first);
    assertFinished(job);
    assertThat(reportedTiles(job)).doesNotHaveDuplicates();
  }

  @Test
  void tileOfAClosedTabIsGivenBack() throws IOException, InterruptedException {
    openPage("");
    String job = startJob(3000, 2);
    browser().click(STOP);
    String first = browser().tab();
    browser().openTab();
    openPage("#job=" + job);
    browser().click(WORK);
    browser().await("a tile is done", () -> done(tasks(job)) > 0);
    browser().driver().close();
    browser().switchTo(first);
    List<String> left = tasks(job);
    assertThat(done(left)).as("tiles that are done when the tab is closed").isLessThan(TILES);
    browser().click(WORK);
    awaitPicture();
    assertFinished(job);
    assertThat(workers(tasks(job))).hasSizeGreaterThan(1);
  }

  @Test
  void keyIsAskedForAndStaysOutOfTheAddress() throws IOException, InterruptedException {
    requireKey("Secret-7");
    openPage("");
    browser().click("Start");
    browser().awaitText("#problem", "key");
    browser().type("API key, if the server has one", "Secret-7");
    String job = startJob(10, 600);
    awaitPicture();
    assertFinished(job);
    assertThat(browser().driver().getCurrentUrl()).doesNotContain("Secret");
  }

  @Test
  void whatIsNoJobIsToldSo() throws InterruptedException {
    openPage("#job=" + "0".repeat(64));
    browser().awaitText("#problem", "not there");
    String other = tig().body("{\"process\":\"<img src=x onerror=alert(1)>\"}").put("/").asString();
    openPage("#job=" + other.substring(1, 65));
    browser().awaitText("#problem", "no description of a job");
  }

  /** A job's description cannot lead anybody to a slot of somebody else. */
  @Test
  void forgedJobChangesNoOtherSlot() throws InterruptedException {
    String victim = tig().body("victim").put("/kv").asString();
    tig().body("value").put(victim);
    String forged =
        """
        {"process":"mandelbrot","width":8,"height":8,"tiles":2,"x":0,"y":0,"span":1,"iterations":1,"lease":1,
        "tasks":"%1$s","log":"%1$s","result":"%1$s"}
        """
            .formatted(victim);
    String job = tig().body(forged.getBytes(UTF_8)).put("/").asString().substring(1, 65);
    openPage("#job=" + job);
    browser().click(WORK);
    browser().awaitText("#problem", "not there");
    assertThat(tig().get(victim).asString()).isEqualTo("value");
  }
}
