package org.tigstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.client.BlockAddress;
import org.tigstore.client.ServerException;
import org.tigstore.client.TigServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restarts the retention of blocks. */
@Command(
    name = "keep",
    description = "Keeps blocks, indexes and commits from expiring.",
    footer = {
      "",
      "Prints the paths of blocks that are gone; the exit code is 3 then. With --every, goes on"
          + " until everything is gone or the process is stopped."
    })
final class KeepCommand extends TigCommand {
  /** Half the retention of a server whose settings nobody has changed. */
  private static final Duration USUAL_PERIOD = Duration.ofMinutes(5);

  private static final Duration SHORTEST_PERIOD = Duration.ofMillis(100);

  /** How many attempts a period has while the server fails. */
  private static final int ATTEMPTS = 8;

  @Parameters(
      arity = "0..*",
      paramLabel = "ADDRESS",
      description = "Hashes, paths or addresses; of an index and of a commit: every block.")
  List<String> addresses = List.of();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Reads further addresses from a file, a line each; -: standard input.")
  @Nullable String list;

  @Option(
      names = "--every",
      description = "Repeats it whenever half the retention has passed, as the server tells it.")
  boolean repeating;

  @Option(
      names = "--period",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "Repeats it after so long instead.")
  @Nullable Duration period;

  /** A walk through the blocks of all addresses that are left. */
  private static final class Keeping extends Inspection {
    private Optional<Duration> shortest = Optional.empty();

    Keeping(Output output) {
      super(output);
    }

    @Override
    void handle(TigServer server, BlockName name) throws IOException {
      note(server.touchAny(name).orElseThrow(() -> server.missing(name)));
    }

    @Override
    boolean handleAll(TigServer server, BlockName index) throws IOException {
      if (!server.touchAll(index)) {
        return false;
      }
      // This tells how long it lives.
      handle(server, index);
      return true;
    }

    private synchronized void note(TigServer.Head head) {
      Optional<Duration> left = head.timeLeft();
      if (shortest.isEmpty() || (left.isPresent() && left.get().compareTo(shortest.get()) < 0)) {
        shortest = left;
      }
    }

    synchronized Duration period() {
      Duration half = shortest.map(left -> left.dividedBy(2)).orElse(USUAL_PERIOD);
      return half.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : half;
    }
  }

  @Override
  int run(Output output) throws IOException {
    List<BlockAddress> roots = roots();
    if (roots.isEmpty()) {
      throw misuse("nothing to keep: give addresses or --from FILE");
    }
    Keeping keeping = new Keeping(output);
    if (!repeating && period == null) {
      keepAll(roots, keeping, output);
      return keeping.summary("kept");
    }
    while (!roots.isEmpty()) {
      Duration pause = round(roots, keeping, output);
      roots.removeIf(root -> keeping.isGone(root.name()));
      sleep(pause);
    }
    return keeping.summary("kept");
  }

  private List<BlockAddress> roots() throws IOException {
    List<BlockAddress> roots = new ArrayList<>(addresses.stream().map(this::block).toList());
    if (list != null) {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(PutCommand.opened(list), UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.isBlank()) {
            roots.add(block(line));
          }
        }
      }
    }
    return roots;
  }

  private void keepAll(List<BlockAddress> roots, Keeping keeping, Output output)
      throws IOException {
    for (BlockAddress root : roots) {
      try (TigServer on = server.open(root, output)) {
        keeping.visit(on, root);
      }
    }
  }

  /** Returns how long to wait before the next one. */
  private Duration round(List<BlockAddress> roots, Keeping keeping, Output output)
      throws IOException {
    try {
      keepAll(roots, keeping, output);
      return period == null ? keeping.period() : period;
    } catch (ServerException e) {
      if (e.status() >= 400 && e.status() < 500) {
        throw e;
      }
      output.warn(sentence(e));
      return (period == null ? keeping.period() : period).dividedBy(ATTEMPTS);
    }
  }

  private static void sleep(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
