package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures tig and its peers in turns, and prints a table of medians and ratios. */
public final class Compare {
  private static final int ROUNDS = 3;
  private static final int SECONDS = 4;
  private static final int WARM_UP_SECONDS = Integer.getInteger("w", 30);
  private static final int WORK_WARM_UP_SECONDS = 5;
  private static final String HEAD =
      """
      | work | connections | tig/s | MB/s | p50 / p99 / p99.9 ms | CPU s per 10,000 | peer | peer/s \
      | p50 / p99 / p99.9 ms | CPU s per 10,000 | ratio |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |""";

  private final String only;
  private final List<Integer> connections;

  private Compare(String only, List<Integer> connections) {
    this.only = only;
    this.connections = connections;
  }

  /** Takes a part of the names of works to measure, and the numbers of connections. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String only = arguments.length > 0 ? arguments[0] : "";
    List<Integer> connections = new ArrayList<>();
    for (int next = 1; next < arguments.length; next++) {
      connections.add(Integer.valueOf(arguments[next]));
    }
    new Compare(only, connections.isEmpty() ? List.of(16) : connections).run();
  }

  private void run() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(Path.of("/dev/shm"), "tig-bench-");
    try (Tig tig = new Tig(directory);
        Peers peers = Peers.start(directory)) {
      warmUp(tig);
      System.out.println(HEAD);
      for (int open : connections) {
        for (Work work : Works.of(tig, peers)) {
          if (work.name().contains(only)) {
            System.out.println(row(work, open, tig));
          }
        }
      }
      System.out.printf("peak memory of tig: %d MiB%n", tig.peakMemory() / 1024 / 1024);
    } finally {
      new Command(List.of("rm", "-rf", directory.toString())).output();
    }
  }

  private static void warmUp(Tig tig) throws IOException, InterruptedException {
    URI block = tig.store(new byte[4096]);
    Work.Request.repeated("GET", block, 0).over(16).run(tig, WARM_UP_SECONDS);
  }

  private static String row(Work work, int open, Tig tig) throws IOException, InterruptedException {
    Load ours = work.tig().over(open);
    Optional<Load> theirs = work.peerRequest().map(request -> request.over(open));
    ours.run(tig, WORK_WARM_UP_SECONDS);
    List<Result> tigResults = new ArrayList<>();
    List<Result> peerResults = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      tigResults.add(ours.run(tig, SECONDS));
      if (theirs.isPresent()) {
        peerResults.add(theirs.get().run(work.peer().orElseThrow(), SECONDS));
      }
    }
    String row = "| " + work.name() + " | " + open + " | " + figures(Result.median(tigResults));
    return theirs.isEmpty()
        ? row + " | – | – | – | – | – |"
        : row + compared(work, Result.median(tigResults), Result.median(peerResults));
  }

  private static String figures(Result result) {
    return String.format(
        Locale.ROOT,
        "%.0f | %.1f | %s | %.2f",
        result.requestsPerSecond(),
        result.bytesPerSecond() / 1e6,
        latencies(result),
        result.processorSeconds());
  }

  private static String compared(Work work, Result ours, Result theirs) {
    return String.format(
        Locale.ROOT,
        " | %s | %.0f | %s | %.2f | %.2f |",
        work.peer().orElseThrow().name(),
        theirs.requestsPerSecond(),
        latencies(theirs),
        theirs.processorSeconds(),
        work.times() * ours.requestsPerSecond() / theirs.requestsPerSecond());
  }

  private static String latencies(Result result) {
    String text =
        String.format(
            Locale.ROOT,
            "%.2f / %.2f / %.2f",
            result.p50() / 1000,
            result.p99() / 1000,
            result.p999() / 1000);
    return result.failures() > 0 ? text + " (" + result.failures() + " failed)" : text;
  }
}
