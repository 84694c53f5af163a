package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;

/** What touches a block, and what does not, as the list's order and {@code Tig-Expires} show. */
class TouchIT extends HttpTest {
  private static final String KEY = "key-of-touches";

  /** A request, and the paths that it has to touch, or must not. */
  private record Use(String what, Runnable request, List<String> paths, boolean touches) {}

  @Test
  void usesTouchAndLooksDoNot() throws Exception {
    List<Use> uses = uses();
    awaitThatReadingTouches();
    ApiKeyFile.set(KEY);
    for (Use use : uses) {
      check(use);
    }
  }

  private List<Use> uses() {
    String whole = sealed(unique());
    String part = sealed(unique());
    String text = unique();
    String known = sealed(text);
    String again = unique();
    String sealedAgain = sealed(again);
    String written = slot("value");
    String appended = slot("value");
    String inBurst = sealed(unique());
    String index = sealed(inBurst);
    String read = slot("value");
    String readChannel = slot("Read only channel to tig " + read);
    String writeChannel = slot("Write only channel to tig " + freshSlot());
    String looked = sealed(unique());
    String lookedAtSlot = slot("value");
    String unread = sealed(unique());
    String unreadIndex = sealed(unread);
    return List.of(
        touching("GET", () -> get(whole, 200), whole),
        touching("Range", () -> send("Range", "bytes=0-0", part, 206), part),
        touching("If-None-Match", () -> send("If-None-Match", tagOf(text), known, 304), known),
        touching("sealing again", () -> put("/", again), sealedAgain),
        touching("writing", () -> put(written, "new"), written),
        touching("append", () -> put(appended + "?append=1", "more"), appended),
        touching("burst", () -> get(index + "?burst=1", 200), index, inBurst),
        touching("read channel", () -> get(readChannel, 200), readChannel, read),
        touching("write channel", () -> put(writeChannel, "new"), writeChannel),
        leaving("HEAD", () -> head(looked), looked),
        leaving("HEAD of a slot", () -> head(lookedAtSlot), lookedAtSlot),
        leaving("OPTIONS", () -> tig().options(looked).then().statusCode(204), looked),
        leaving("chtimes=0", () -> get(looked + "?chtimes=0", 200), looked),
        leaving("list", () -> get(list("apikey=" + KEY), 200), looked),
        leaving("HEAD of a burst", () -> head(unreadIndex + "?burst=1"), unreadIndex, unread),
        leaving(
            "burst with chtimes=0",
            () -> get(unreadIndex + "?burst=1&chtimes=0", 200),
            unreadIndex,
            unread));
  }

  private static Use touching(String what, Runnable request, String... paths) {
    return new Use(what, request, List.of(paths), true);
  }

  private static Use leaving(String what, Runnable request, String... paths) {
    return new Use(what, request, List.of(paths), false);
  }

  private void get(String path, int status) {
    tig().get(path).then().statusCode(status);
  }

  private void head(String path) {
    tig().head(path).then().statusCode(200);
  }

  private void send(String field, String value, String path, int status) {
    tig().header(field, value).get(path).then().statusCode(status);
  }

  private void put(String path, String body) {
    tig().header("X-API-Key", KEY).body(body).put(path).then().statusCode(200);
  }

  /**
   * Waits until being read touches a block that was stored last, so that it touches all that were
   * stored before: within a hundredth of the retention after a touch it does not.
   */
  private void awaitThatReadingTouches() throws InterruptedException {
    String last = sealed(unique());
    Instant stored = expiry(tig().head(last));
    Eventually.holds(
        "being read is a touch",
        () -> {
          get(last, 200);
          return expiry(tig().head(last)).isAfter(stored);
        });
  }

  /** Writes another block, makes the request, and looks which of them the list has first. */
  private void check(Use use) throws InterruptedException {
    String before = freshSlot();
    put(before, "value");
    awaitLaterTime();
    use.request().run();
    List<String> list = read(list("apikey=" + KEY)).lines().toList();
    assertThat(list).contains(before).containsAll(use.paths());
    assertThat(use.paths())
        .as(use.what())
        .allMatch(path -> (list.indexOf(path) < list.indexOf(before)) == use.touches());
  }
}
