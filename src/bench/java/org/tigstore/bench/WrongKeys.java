package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures what a flood of wrong keys does to clients of other networks. */
public final class WrongKeys {
  private static final int CONNECTIONS = 4;
  private static final int GUESSING_CONNECTIONS = 100;

  private WrongKeys() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println(Machine.describe());
    Pace pace = Pace.chosen();
    List<Result> calm = new ArrayList<>();
    List<Result> guessed = new ArrayList<>();
    double seconds = 0;
    long guesses = 0;
    Path directory = TemporaryDirectory.make();
    try (Tig tig = new Tig(directory)) {
      URI block = tig.warmUp(pace.warmUpSeconds());
      // A server's data directory lies inside the one that it is given.
      Files.writeString(directory.resolve("tig").resolve("apikey"), "right");
      Load load = new Load(tig, WrkRequest.get(block), CONNECTIONS);
      for (int round = 0; round < pace.rounds(); round++) {
        calm.add(load.run(pace.seconds()));
        long begin = System.nanoTime();
        Guessers guessers = new Guessers(tig.address(), GUESSING_CONNECTIONS);
        try (guessers) {
          guessed.add(load.run(pace.seconds()));
        }
        seconds += (System.nanoTime() - begin) / 1e9;
        guesses += guessers.refused();
      }
    }
    print(Result.median(calm), Result.median(guessed), guesses, seconds);
  }

  private static void print(Result calm, Result guessed, long guesses, double seconds) {
    System.out.println(
        """
        | GET 4 KiB over 4 connections | tig/s | p50 / p99 / p99.9 ms | CPU s per 10,000 | peak MiB \
        | p99 against idle |
        | --- | --- | --- | --- | --- | --- |""");
    System.out.printf("| idle | %s | 1.00 |%n", calm.cells());
    System.out.printf(
        Locale.ROOT,
        "| beside %d connections with wrong keys (%.0f a second) | %s | %.2f |%n",
        GUESSING_CONNECTIONS,
        guesses / seconds,
        guessed.cells(),
        guessed.answers().p99() / calm.answers().p99());
  }
}
