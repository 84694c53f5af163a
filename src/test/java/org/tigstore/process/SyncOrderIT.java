package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockName;

/**
 * In a recorded run of concurrent changes, a file is synced before it gets its name, and the
 * directory after that and before the answer: a loss of power leaves all that was answered.
 */
class SyncOrderIT {
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 10;
  private static final String ROOT = ".";
  private static final String MARKS = ".tigstore/appends";

  /** For each kind of sync, by the path that is synced, how many changes of a round need it. */
  private static final Map<String, Integer> NEEDED =
      Map.of("\\.", 6, MARKS, 1, "\\.tigstore/uploads/.*", 4, "[0-9a-f]{64}\\.tig", 1);

  private static final int CHANGES_IN_A_ROUND = 7;

  @TempDir(factory = UnderTarget.class)
  private Path directory;

  @TempDir(factory = UnderTarget.class)
  private Path temporary;

  /** A call that succeeded, or an answer; begin and end are places in the order of all. */
  private record Recorded(long begin, long end, String what, String first, String second) {
    static Recorded parse(String line) {
      String[] parts = line.split(" ", -1);
      return new Recorded(
          Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2], parts[3], parts[4]);
    }

    boolean is(String call, String path) {
      return what.equals(call) && first.equals(path);
    }

    boolean isBefore(Recorded other) {
      return end < other.begin;
    }
  }

  @Test
  void filesAreSyncedBeforeTheirNamesAndDirectoriesBeforeTheAnswer() throws Exception {
    Faults faults = new Faults(directory, temporary);
    JavaCommand command = JavaCommand.ofWar().with("-Xmx64m").under(faults.command(true));
    try (TigServer server = TigServer.start(command, faults.data())) {
      List<FutureTask<Boolean>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        String name = "client " + client;
        clients.add(new FutureTask<>(() -> change(server, name)));
      }
      clients.forEach(client -> new Thread(client).start());
      for (FutureTask<Boolean> client : clients) {
        assertThat(client.get()).isTrue();
      }
    }
    List<Recorded> run = faults.recorded().stream().map(Recorded::parse).toList();
    assertThat(answers(run)).hasSize(CHANGES_IN_A_ROUND * CLIENTS * ROUNDS);
    assertThat(answers(run)).allMatch(answer -> isDurable(run, answer));
    // Without one kind of sync, the check finds each change that needs it.
    NEEDED.forEach(
        (synced, changes) -> {
          List<Recorded> less = new ArrayList<>(run);
          less.removeIf(one -> one.what.equals("SYNC") && one.first.matches(synced));
          assertThat(answers(less))
              .filteredOn(answer -> !isDurable(less, answer))
              .as("changes without syncs of %s", synced)
              .hasSize(changes * CLIENTS * ROUNDS);
        });
  }

  private static boolean change(TigServer server, String client) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String text = client + " round " + round;
      BlockName slot = StoreCalls.nameOf(text);
      // The answer to a take is told by the name in the value.
      String value = slot + " " + text;
      send(server, "PUT", "/", value);
      send(server, "PUT", "/" + slot + "?setifnot=1", value);
      send(server, "PUT", "/" + slot, value);
      send(server, "PUT", "/" + slot + "?append=1", "more");
      send(server, "GET", "/" + slot + "?take=1", "");
      send(server, "PUT", "/" + slot + "?append=1", value);
      send(server, "DELETE", "/" + slot, "");
    }
    return true;
  }

  private static void send(TigServer server, String method, String path, String body)
      throws Exception {
    assertThat(server.call(method, path, body).statusCode()).isEqualTo(200);
  }

  private static List<Recorded> answers(List<Recorded> run) {
    return run.stream().filter(one -> one.is("ANSWER", "200") && one.second.length() > 1).toList();
  }

  private static boolean isDurable(List<Recorded> run, Recorded answer) {
    String name = answer.second;
    Optional<Recorded> found = last(run, answer, one -> isStep(one, name));
    if (found.isEmpty()) {
      return false;
    }
    Recorded step = found.get();
    if (step.first.startsWith(MARKS)) {
      return isSynced(run, MARKS, step, answer)
          && isWrittenAndSynced(run, name, step)
          && last(run, step, one -> one.is("OPEN", step.first))
              .flatMap(
                  mark ->
                      first(run, mark, one -> one.is("WRITE", name))
                          .map(write -> isSynced(run, MARKS, mark, write)))
              .orElse(false);
    }
    return isSynced(run, ROOT, step, answer)
        && (!step.second.equals(name) || isWrittenAndSynced(run, step.first, step));
  }

  /** Whether it gives a file the name or takes it from one, or makes an append final. */
  private static boolean isStep(Recorded one, String name) {
    return switch (one.what) {
      case "RENAME", "LINK" -> one.first.equals(name) || one.second.equals(name);
      case "UNLINK" -> one.first.equals(name) || one.first.startsWith(MARKS + "/" + name);
      default -> false;
    };
  }

  private static boolean isWrittenAndSynced(List<Recorded> run, String file, Recorded step) {
    return last(run, step, one -> one.is("WRITE", file))
        .filter(write -> isSynced(run, file, write, step))
        .isPresent();
  }

  private static boolean isSynced(
      List<Recorded> run, String path, Recorded after, Recorded before) {
    return run.stream()
        .anyMatch(one -> one.is("SYNC", path) && after.isBefore(one) && one.isBefore(before));
  }

  private static Optional<Recorded> last(
      List<Recorded> run, Recorded before, Predicate<Recorded> wanted) {
    return run.stream()
        .filter(one -> one.isBefore(before) && wanted.test(one))
        .reduce((one, later) -> one.begin < later.begin ? later : one);
  }

  private static Optional<Recorded> first(
      List<Recorded> run, Recorded after, Predicate<Recorded> wanted) {
    return run.stream()
        .filter(one -> after.isBefore(one) && wanted.test(one))
        .reduce((one, later) -> one.begin < later.begin ? one : later);
  }
}
