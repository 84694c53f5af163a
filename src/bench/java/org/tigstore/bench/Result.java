package org.tigstore.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a server did under a load.
 *
 * @param answers what it answered
 * @param processorSeconds what 10,000 requests cost it
 * @param peakMemory the most that it held meanwhile, in bytes
 */
record Result(Answers answers, double processorSeconds, double peakMemory) {
  static Result of(Answers answers, double processorSeconds, long peakMemory) {
    return new Result(answers, processorSeconds / answers.count() * 10_000, peakMemory);
  }

  /** The median of each figure. */
  static Result median(List<Result> results) {
    Answers answers =
        new Answers(
            median(results, Result::perSecond),
            1,
            median(results, result -> result.answers.failures()),
            median(results, result -> result.answers.p50()),
            median(results, result -> result.answers.p99()),
            median(results, result -> result.answers.p999()));
    return new Result(
        answers, median(results, Result::processorSeconds), median(results, Result::peakMemory));
  }

  private static double median(List<Result> results, ToDoubleFunction<Result> figure) {
    double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  double perSecond() {
    return answers.count() / answers.seconds();
  }

  /** The cells of the table: requests per second, latencies, processor time, memory. */
  String cells() {
    String failures =
        answers.failures() > 0
            ? String.format(Locale.ROOT, " (%.0f failed)", answers.failures())
            : "";
    return String.format(
        Locale.ROOT,
        (perSecond() < 100 ? "%.1f" : "%.0f") + " | %.2f / %.2f / %s%s | %.2f | %.0f",
        perSecond(),
        answers.p50(),
        answers.p99(),
        Double.isNaN(answers.p999()) ? "–" : String.format(Locale.ROOT, "%.2f", answers.p999()),
        failures,
        processorSeconds,
        peakMemory / 1024 / 1024);
  }
}
