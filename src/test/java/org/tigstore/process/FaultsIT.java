package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockName;
import org.tigstore.process.Faults.Call;
import org.tigstore.process.Faults.Errno;
import org.tigstore.process.Faults.Rule;

/**
 * Every change with every call of the file system that it makes failing, once and for good: what is
 * answered is what happened, as docs/protocol.md says of each status, and the server stays up.
 */
class FaultsIT {
  private static final String LARGE = "large".repeat(40_000);

  /** More than any change makes of one kind. */
  private static final int MOST_CALLS = 100;

  @TempDir(factory = UnderTarget.class)
  private Path directory;

  @TempDir(factory = UnderTarget.class)
  private Path temporary;

  /** The state of each name, of what was sealed too, as last seen. */
  private final Map<BlockName, Optional<String>> ledger = new LinkedHashMap<>();

  private int cases;
  private int refused;

  private enum Change {
    SEAL("", "PUT", ""),
    SEAL_LARGE("", "PUT", ""),
    CREATE("", "PUT", ""),
    SET_IF_NOT("", "PUT", "?setifnot=1"),
    OVERWRITE("before", "PUT", ""),
    COMPARE_AND_SET("before", "PUT", ""),
    START("", "PUT", "?append=1"),
    APPEND("before", "PUT", "?append=1"),
    APPEND_LARGE("before", "PUT", "?append=1"),
    APPEND_TO_LINKED("before", "PUT", "?append=1"),
    DELETE("before", "DELETE", ""),
    TAKE("before", "GET", "?take=1"),
    TAKE_LARGE(LARGE, "GET", "?take=1");

    private final String before;
    private final String method;
    private final String query;

    Change(String before, String method, String query) {
      this.before = before;
      this.method = method;
      this.query = query;
    }

    boolean seals() {
      return name().startsWith("SEAL");
    }

    boolean takes() {
      return name().startsWith("TAKE");
    }

    String body(int number) {
      boolean large = name().endsWith("LARGE");
      return method.equals("PUT") ? (large ? LARGE : "after") + number : "";
    }

    Optional<String> after(int number) {
      String kept = query.equals("?append=1") ? before : "";
      return method.equals("PUT") ? Optional.of(kept + body(number)) : Optional.empty();
    }
  }

  @Test
  void everyAnswerIsWhatHappenedWhicheverCallFails() throws Exception {
    Faults faults = new Faults(directory, temporary);
    try (TigServer server = start(faults)) {
      for (Change change : Change.values()) {
        for (Call call : Call.values()) {
          for (Errno errno : Errno.values()) {
            failEach(server, faults, change, call, errno);
          }
        }
      }
      server.process().kill();
    }
    try (TigServer server = start(faults)) {
      for (Map.Entry<BlockName, Optional<String>> entry : ledger.entrySet()) {
        assertThat(state(server, entry.getKey())).isEqualTo(entry.getValue());
      }
    }
    System.out.printf("FaultsIT: %d cases, %d changes refused%n", cases, refused);
    assertThat(refused).isGreaterThan(Change.values().length * Errno.values().length);
  }

  @Test
  void aTakeThatCanNeitherBeMadeDurableNorUndoneGivesTheValue() throws Exception {
    Faults faults = new Faults(directory, temporary);
    try (TigServer server = start(faults)) {
      for (Change change : List.of(Change.TAKE, Change.TAKE_LARGE)) {
        String path = "/" + StoreCalls.nameOf(change.name());
        server.call("PUT", path, change.before);
        faults.set(Rule.all(Errno.EIO, Call.SYNC, Call.LINK));
        assertThat(server.call("GET", path + "?take=1", "").body()).isEqualTo(change.before);
        faults.heal();
        assertThat(server.call("GET", path, "").statusCode()).isEqualTo(404);
      }
    }
  }

  private TigServer start(Faults faults) throws IOException, InterruptedException {
    JavaCommand command = JavaCommand.ofWar().with("-Xmx64m").under(faults.command(false));
    return TigServer.start(command, faults.data());
  }

  private void failEach(TigServer server, Faults faults, Change change, Call call, Errno errno)
      throws Exception {
    int skip = 0;
    while (isMet(server, faults, change, Rule.after(skip, call, errno))) {
      assertThat(++skip).isLessThan(MOST_CALLS);
    }
    if (skip > 0) {
      isMet(server, faults, change, Rule.all(errno, call));
    }
  }

  /** Makes the change under the rule; false if no call of it was to fail. */
  private boolean isMet(TigServer server, Faults faults, Change change, Rule rule)
      throws Exception {
    String what = change + " under " + rule;
    int number = cases++;
    String body = change.body(number);
    BlockName name = StoreCalls.nameOf(change.seals() ? body : "slot " + number);
    Path file = faults.data().resolve(name.toString());
    Path snapshot = temporary.resolve(name.toString());
    Optional<String> before = Optional.of(change.before).filter(value -> !value.isEmpty());
    if (before.isPresent()) {
      assertThat(server.call("PUT", "/" + name, change.before).statusCode()).isEqualTo(200);
    }
    if (change == Change.APPEND_TO_LINKED) {
      Files.createLink(snapshot, file);
    }

    faults.set(rule);
    Optional<HttpResponse<String>> answer = answer(server, change, name, body);
    int failed = faults.failed();
    faults.heal();

    Optional<String> after = change.after(number);
    Optional<String> found = state(server, name);
    int status = answer.map(HttpResponse::statusCode).orElse(0);
    assertThat(status).as(what).isIn(failed == 0 ? List.of(200) : List.of(0, 200, 500, 503, 507));
    if (status == 200) {
      assertThat(found).as(what).isEqualTo(after);
      if (change.takes()) {
        assertThat(answer.map(HttpResponse::body)).as(what).isEqualTo(before);
      }
    } else if (change.takes() || status == 503 || status == 507) {
      assertThat(found).as(what + ": " + status).isEqualTo(before);
    } else {
      assertThat(found).as(what).isIn(before, after);
    }
    if (change == Change.APPEND_TO_LINKED) {
      assertThat(snapshot).as(what).hasContent(change.before);
    }
    refused += status == 200 ? 0 : 1;
    ledger.put(name, found);
    return failed > 0;
  }

  /** Empty if it was cut off. */
  private static Optional<HttpResponse<String>> answer(
      TigServer server, Change change, BlockName name, String body) throws InterruptedException {
    String path = "/" + (change.seals() ? "" : name.toString()) + change.query;
    try {
      return Optional.of(
          change == Change.COMPARE_AND_SET
              ? server.call(change.method, path, body, "If-Match", tag(change.before))
              : server.call(change.method, path, body));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String tag(String value) {
    return '"' + StoreCalls.nameOf(value).digits() + '"';
  }

  private static Optional<String> state(TigServer server, BlockName name) throws Exception {
    HttpResponse<String> read = server.call("GET", "/" + name + "?chtimes=0", "");
    assertThat(read.statusCode()).isIn(200, 404);
    return Optional.of(read.body()).filter(value -> read.statusCode() == 200);
  }
}
