package org.tigstore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What has to be reached, and whether it is. */
final class Floors {
  /** A line each: a work, a floor and a goal, such as {@code >= 0.5}, or nothing. */
  private static final Path FILE = Path.of("src", "bench", "floors");

  private static final String HEAD =
      """
      | floors: work | measured | floor | goal | |
      | --- | --- | --- | --- | --- |""";
  private static final double REFERENCE_PER_SECOND = 200;
  private static final int CONNECTIONS = 16;

  private final Map<String, Double> measured = new LinkedHashMap<>();

  void put(String work, double figure) {
    measured.put(work, figure);
  }

  /** Takes from the table what has a floor. */
  void put(List<Comparison> table, double hashingMegabytesPerSecond) {
    List<Comparison> comparisons = table.stream().filter(Floors::isJudged).toList();
    comparisons.stream()
        .filter(comparison -> comparison.ratio().isPresent())
        .collect(
            Collectors.toMap(Comparison::name, comparison -> comparison.ratio().get(), Math::min))
        .forEach(measured::put);
    comparisons.stream()
        .filter(comparison -> comparison.work().name().equals("PUT " + Size.LARGEST))
        .map(comparison -> comparison.ratioToLower(hashingMegabytesPerSecond))
        .min(Comparator.naturalOrder())
        .ifPresent(ratio -> put("PUT 120 MB, MB/s, against the lower of nginx and SHA-256", ratio));
    comparisons.stream()
        .filter(comparison -> comparison.work().bytes() == Size.SMALL.bytes())
        .map(comparison -> comparison.ours().perSecond() / REFERENCE_PER_SECOND)
        .min(Comparator.naturalOrder())
        .ifPresent(ratio -> put("slowest work of 4 KiB against 200 a second", ratio));
  }

  private static boolean isJudged(Comparison comparison) {
    return comparison.connections() == CONNECTIONS || comparison.name().equals(Works.BURST);
  }

  /** Prints each floor with what was measured. */
  void print() throws IOException {
    System.out.println(HEAD);
    for (String line : Files.readAllLines(FILE)) {
      if (!line.startsWith("#")) {
        String[] fields = line.split("\\|", -1);
        print(fields[0].strip(), fields[1].strip(), fields[2].strip());
      }
    }
  }

  private void print(String work, String floor, String goal) {
    Double figure = measured.get(work);
    String text = figure == null ? "not measured" : String.format(Locale.ROOT, "%.2f", figure);
    String verdict = figure == null || floor.isEmpty() ? "–" : verdict(figure, floor, goal);
    System.out.printf("| %s | %s | %s | %s | %s |%n", work, text, floor, goal, verdict);
  }

  private static String verdict(double figure, String floor, String goal) {
    if (!holds(figure, floor)) {
      return "MISSED";
    }
    return !goal.isEmpty() && holds(figure, goal) ? "met, and the goal" : "met";
  }

  /** A figure that is not a number holds no limit. */
  private static boolean holds(double figure, String limit) {
    String[] words = limit.split(" ", -1);
    double bound = Double.parseDouble(words[1]);
    return words[0].equals(">=") ? figure >= bound : figure <= bound;
  }
}
