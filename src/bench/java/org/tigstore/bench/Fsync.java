package org.tigstore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures what a durable write costs: tig in process and over HTTP beside a C loop that does the
 * same system calls, in turns. Prints medians, and medians of each round's ratios.
 *
 * <p>Nothing is deleted before the end: file systems go on working at deletions for a while.
 */
public final class Fsync {
  private static final int ROUNDS = 5;
  private static final int SECONDS = 4;
  private static final int WARM_UP_SECONDS = 15;
  private static final int ONE = 1;
  private static final int MANY = 64;
  private static final String C_PROGRAM = "target/bench/fsync";
  private static final String C_LOOP = "C loop";

  private final Path directory;

  /** Who writes, by the name in the table. */
  private final Map<String, Writers> contenders = new LinkedHashMap<>();

  /** The writes per second of each round, by contender and number of writers. */
  private final Map<String, double[]> measured = new LinkedHashMap<>();

  private Fsync(Path directory) {
    this.directory = directory;
  }

  /** Takes a directory on the disk to measure. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path parent = Path.of(arguments.length > 0 ? arguments[0] : "target").toAbsolutePath();
    String type = Files.getFileStore(parent).type();
    if (type.equals("tmpfs")) {
      System.err.println(parent + " lies in memory, where syncing costs nothing");
      System.exit(2);
    }
    System.out.println(parent + " lies on " + type);
    Path directory = Files.createTempDirectory(parent, "fsync-");
    try {
      new Fsync(directory).run();
    } finally {
      new Command(List.of("rm", "-rf", directory.toString())).output();
    }
  }

  private void run() throws IOException, InterruptedException {
    try (Tig tig = Tig.syncing(directory)) {
      addContenders(tig);
      Writers.connections(tig).writesPerSecond(MANY, WARM_UP_SECONDS);
      for (int round = 0; round < ROUNDS; round++) {
        measure(round, ONE);
        measure(round, MANY);
      }
    }
    print();
  }

  private void addContenders(Tig tig) {
    if (Files.exists(Path.of(C_PROGRAM))) {
      contenders.put(C_LOOP, Writers.program(directory, C_PROGRAM));
    } else {
      System.out.println("MISSING: gcc is not installed, nothing is compared with a C loop");
    }
    contenders.put(
        "tig in process",
        Writers.program(
            directory,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            "target/bench:target/tig/WEB-INF/classes:target/tig/WEB-INF/lib/*",
            "org.tigstore.bench.store.StoreWriters"));
    contenders.put("tig over HTTP", Writers.connections(tig));
  }

  private void measure(int round, int writers) throws IOException, InterruptedException {
    for (Map.Entry<String, Writers> contender : contenders.entrySet()) {
      // What the one before left to be written is not to be paid by the next.
      new Command(List.of("sync", "--file-system", directory.toString())).output();
      results(contender.getKey(), writers)[round] =
          contender.getValue().writesPerSecond(writers, SECONDS);
    }
  }

  private double[] results(String contender, int writers) {
    return measured.computeIfAbsent(contender + " " + writers, key -> new double[ROUNDS]);
  }

  private void print() {
    System.out.printf("| | %d writer/s | %d writers/s | %d : 1 |", ONE, MANY, MANY);
    System.out.printf(" 1 : %s | %d : %s |%n", C_LOOP, MANY, C_LOOP);
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    for (String contender : contenders.keySet()) {
      double[] one = results(contender, ONE);
      double[] many = results(contender, MANY);
      List<String> cells = new ArrayList<>(List.of(contender));
      cells.add(String.format(Locale.ROOT, "%.0f", median(one)));
      cells.add(String.format(Locale.ROOT, "%.0f", median(many)));
      cells.add(ratio(many, one));
      cells.add(contenders.containsKey(C_LOOP) ? ratio(one, results(C_LOOP, ONE)) : "–");
      cells.add(contenders.containsKey(C_LOOP) ? ratio(many, results(C_LOOP, MANY)) : "–");
      System.out.println("| " + String.join(" | ", cells) + " |");
    }
  }

  private static String ratio(double[] results, double[] others) {
    return String.format(
        Locale.ROOT,
        "%.2f",
        median(IntStream.range(0, ROUNDS).mapToDouble(i -> results[i] / others[i]).toArray()));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
