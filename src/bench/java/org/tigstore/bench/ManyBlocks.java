package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What lists and retention sweeps of a million blocks do to other requests. */
final class ManyBlocks {
  static final String NAME = "list and sweep of 1,000,000 blocks";
  static final String FLOOR = "worst p99 during a list or sweep of 1,000,000 blocks, against idle";
  private static final String HEAD =
      """
      | GET 4 KiB over 16 connections, beside 1,000,000 blocks | tig/s | p50 / p99 / p99.9 ms \
      | CPU s per 10,000 | peak MiB | p99 against idle |
      | --- | --- | --- | --- | --- | --- |""";
  private static final int BLOCKS = 1_000_000;
  private static final int CONNECTIONS = 16;
  private static final int SWEEP_SECONDS = 180;

  /** Long enough for warming up and ageing all blocks between the sweep at start and the next. */
  private static final String TIME_TO_AGE = "PT1M";

  private static final String KEY = "key";

  private final Path directory;
  private final Pace pace;
  private final EmptyBlocks blocks;
  private final Path keyFile;
  private Result idle;
  private double worstRatio;

  ManyBlocks(Path directory, Pace pace) throws IOException {
    Path data = Files.createDirectories(directory.resolve("tig"));
    this.directory = directory;
    this.pace = pace;
    this.blocks = new EmptyBlocks(data, BLOCKS);
    this.keyFile = data.resolve("apikey");
  }

  /** Prints a table, and returns by how much the p99 grew at the worst. */
  double run() throws IOException, InterruptedException {
    blocks.create();
    System.out.println(HEAD);
    duringLists();
    duringSweeps();
    duringDeletion();
    if (worstRatio < 1) {
      System.out.println("DOUBTFUL: idle was the slowest, so something else kept the machine busy");
    }
    return worstRatio;
  }

  private Tig start(String sweepInterval) throws IOException, InterruptedException {
    return new Tig(
        directory,
        List.of(),
        List.of("--durability=none", "--retention=PT10H", "--sweep-interval=" + sweepInterval));
  }

  private Load warm(Tig tig) throws IOException, InterruptedException {
    URI block = tig.warmUp(pace.warmUpSeconds());
    return new Load(tig, WrkRequest.get(block), CONNECTIONS);
  }

  private void duringLists() throws IOException, InterruptedException {
    List<Result> calm = new ArrayList<>();
    List<Result> busy = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    try (Tig tig = start("PT10H")) {
      Load load = warm(tig);
      // From here on the list is open to this key, and nothing is stored any more.
      Files.writeString(keyFile, KEY);
      for (int round = 0; round < pace.rounds(); round++) {
        calm.add(load.run(pace.seconds()));
        Lists lists = new Lists(tig, KEY);
        try (lists) {
          busy.add(load.run(pace.seconds()));
        }
        seconds.addAll(lists.seconds());
      }
    } finally {
      Files.deleteIfExists(keyFile);
    }
    idle = Result.median(calm);
    System.out.printf("| idle | %s | 1.00 |%n", idle.cells());
    print("during lists, %.1f s each".formatted(average(seconds)), Result.median(busy));
  }

  private static double average(List<Double> seconds) {
    return seconds.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private void duringSweeps() throws IOException, InterruptedException {
    List<Result> busy = new ArrayList<>();
    try (Tig tig = start("PT1S")) {
      Load load = warm(tig);
      for (int round = 0; round < pace.rounds(); round++) {
        busy.add(load.run(pace.seconds()));
      }
    }
    print("during sweeps that find nothing, one each second", Result.median(busy));
  }

  private void duringDeletion() throws IOException, InterruptedException {
    try (Tig tig = start(TIME_TO_AGE)) {
      Load load = warm(tig);
      blocks.age();
      awaitLess(1, "begins");
      long begin = System.nanoTime();
      Result busy = load.run(pace.seconds());
      awaitLess(Double.MIN_VALUE, "ends");
      double seconds = (System.nanoTime() - begin) / 1e9;
      print("during a sweep that deletes all, %.1f s".formatted(seconds), busy);
    }
  }

  /** Waits until less than this part of the blocks is left. */
  private void awaitLess(double part, String what) throws IOException, InterruptedException {
    long end = System.nanoTime() + SWEEP_SECONDS * 1_000_000_000L;
    while (blocks.left() >= part) {
      if (System.nanoTime() > end) {
        throw new IOException("no sweep " + what + " within " + SWEEP_SECONDS + " s");
      }
      Thread.sleep(10);
    }
  }

  private void print(String what, Result busy) {
    double ratio = busy.answers().p99() / idle.answers().p99();
    worstRatio = Math.max(worstRatio, ratio);
    System.out.printf(Locale.ROOT, "| %s | %s | %.2f |%n", what, busy.cells(), ratio);
  }
}
