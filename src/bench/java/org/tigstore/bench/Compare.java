package org.tigstore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Measures tig and its peers in turns, and prints a table of medians and ratios. */
public final class Compare {
  private static final List<Integer> CONNECTIONS = List.of(1, 16, 256);

  private final String only;
  private final List<Integer> connections;
  private final Pace pace = Pace.chosen();

  private Compare(String only, List<Integer> connections) {
    this.only = only;
    this.connections = connections;
  }

  /** Takes a part of the names of works to measure, and the numbers of connections. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String only = arguments.length > 0 ? arguments[0] : "";
    List<Integer> connections = Stream.of(arguments).skip(1).map(Integer::valueOf).toList();
    new Compare(only, connections.isEmpty() ? CONNECTIONS : connections).run();
  }

  private void run() throws IOException, InterruptedException {
    System.out.println(Machine.describe());
    Path directory = Files.createTempDirectory(Path.of("/dev/shm"), "tig-bench-");
    try {
      Floors floors = new Floors();
      floors.put(compare(Files.createDirectory(directory.resolve("works"))), hashing());
      if (isChosen(ManyBlocks.NAME)) {
        floors.put(ManyBlocks.FLOOR, manyBlocks(directory));
      }
      if (isChosen(ManyUploads.NAME)) {
        floors.put(ManyUploads.NAME, manyUploads(directory));
      }
      if (isChosen(Start.NAME)) {
        floors.put(Start.NAME, Start.milliseconds());
      }
      System.out.println();
      floors.print();
    } finally {
      remove(directory);
    }
  }

  private static void remove(Path directory) throws IOException, InterruptedException {
    new Command(List.of("rm", "-rf", directory.toString())).output();
  }

  private double hashing() {
    double rate = Sha256Rate.megabytesPerSecond(pace);
    System.out.printf("%nSHA-256 in Java, one thread: %.0f MB/s%n%n", rate);
    return rate;
  }

  private double manyBlocks(Path parent) throws IOException, InterruptedException {
    Path directory = Files.createDirectory(parent.resolve("blocks"));
    double worst = new ManyBlocks(directory, pace).run();
    remove(directory);
    return worst;
  }

  private static double manyUploads(Path parent) throws IOException, InterruptedException {
    Path directory = Files.createDirectory(parent.resolve("uploads"));
    double peak = ManyUploads.peakMebibytes(directory);
    remove(directory);
    return peak;
  }

  private boolean isChosen(String name) {
    return name.contains(only);
  }

  private List<Comparison> compare(Path directory) throws IOException, InterruptedException {
    List<Comparison> comparisons = new ArrayList<>();
    try (Tig tig = new Tig(directory);
        Peers peers = Peers.start(directory)) {
      tig.warmUp(pace.warmUpSeconds());
      System.out.println(Comparison.HEAD);
      for (Work work : chosen(Works.of(tig, peers))) {
        for (int open : work.connections(connections)) {
          Comparison comparison = Comparison.measure(tig, work, open, pace);
          System.out.println(comparison.row());
          comparisons.add(comparison);
        }
      }
    }
    return comparisons;
  }

  private List<Work> chosen(List<Work> works) {
    return works.stream().filter(work -> isChosen(work.name())).toList();
  }
}
