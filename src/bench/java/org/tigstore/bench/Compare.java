package org.tigstore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Measures tig and its peers in turns, and prints tables of medians and ratios. */
public final class Compare {
  private static final List<Integer> CONNECTIONS = List.of(1, 16, 256);

  private final String only;
  private final List<Integer> connections;
  private final Pace pace = Pace.chosen();
  private final Floors floors = new Floors();

  private Compare(String only, List<Integer> connections) {
    this.only = only;
    this.connections = connections;
  }

  /** Takes a part of the names of what to measure, and the numbers of connections. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String only = arguments.length > 0 ? arguments[0] : "";
    List<Integer> connections = Stream.of(arguments).skip(1).map(Integer::valueOf).toList();
    System.out.println(Machine.describe() + "\n");
    new Compare(only, connections.isEmpty() ? CONNECTIONS : connections)
        .run(TemporaryDirectory.make());
  }

  @FunctionalInterface
  private interface Measurement {
    double in(Path directory) throws IOException, InterruptedException;
  }

  private void run(Path directory) throws IOException, InterruptedException {
    List<Comparison> comparisons = compare(Files.createDirectory(directory.resolve("works")));
    double hashing = Sha256Rate.megabytesPerSecond(pace);
    System.out.printf("%nSHA-256 in Java, one thread: %.0f MB/s%n%n", hashing);
    floors.put(comparisons, hashing);
    Path own = directory.resolve("own");
    measure(ManyBlocks.NAME, ManyBlocks.FLOOR, own, data -> new ManyBlocks(data, pace).run());
    measure(ManyUploads.NAME, ManyUploads.NAME, own, ManyUploads::peakMebibytes);
    measure(Start.NAME, Start.NAME, own, data -> Start.milliseconds());
    System.out.println();
    floors.print();
  }

  private void measure(String name, String floor, Path directory, Measurement measurement)
      throws IOException, InterruptedException {
    if (name.contains(only)) {
      floors.put(floor, measurement.in(Files.createDirectory(directory)));
      TemporaryDirectory.remove(directory);
    }
  }

  private List<Comparison> compare(Path directory) throws IOException, InterruptedException {
    List<Comparison> comparisons = new ArrayList<>();
    try (Tig tig = new Tig(directory);
        Peers peers = Peers.start(directory)) {
      List<Work> works = Works.of(tig, peers);
      works.removeIf(work -> !work.name().contains(only));
      if (!works.isEmpty()) {
        tig.warmUp(pace.warmUpSeconds());
        tig.warmUpWrites(pace.warmUpSeconds());
        for (Bare bare : peers.bare()) {
          bare.warmUp(pace.warmUpSeconds());
        }
        System.out.println(Comparison.HEAD);
      }
      for (Work work : works) {
        for (int open : work.connections(connections)) {
          Comparison comparison = Comparison.measure(tig, work, open, pace);
          System.out.println(comparison.row());
          comparisons.add(comparison);
        }
      }
    }
    TemporaryDirectory.remove(directory);
    return comparisons;
  }
}
