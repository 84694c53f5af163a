package org.tigstore.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a server did under a load.
 *
 * @param requestsPerSecond answered requests
 * @param bytesPerSecond of the answers, heads included
 * @param failures requests without an answer, or with a status of 400 and over
 * @param p50 the median latency, in microseconds
 * @param p99 the latency that one in a hundred exceeds, in microseconds
 * @param p999 the latency that one in a thousand exceeds, in microseconds
 * @param processorSeconds what 10,000 requests cost the server
 */
record Result(
    double requestsPerSecond,
    double bytesPerSecond,
    double failures,
    double p50,
    double p99,
    double p999,
    double processorSeconds) {
  /** Reads the line that report.lua writes. */
  static Result parse(String line, double processorSeconds) {
    String[] fields = line.strip().split(" ", -1);
    double requests = Double.parseDouble(fields[0]);
    double seconds = Double.parseDouble(fields[1]);
    return new Result(
        requests / seconds,
        Double.parseDouble(fields[2]) / seconds,
        Double.parseDouble(fields[3]),
        Double.parseDouble(fields[4]),
        Double.parseDouble(fields[5]),
        Double.parseDouble(fields[6]),
        processorSeconds / requests * 10_000);
  }

  /** The median of each figure. */
  static Result median(List<Result> results) {
    return new Result(
        median(results, Result::requestsPerSecond),
        median(results, Result::bytesPerSecond),
        median(results, Result::failures),
        median(results, Result::p50),
        median(results, Result::p99),
        median(results, Result::p999),
        median(results, Result::processorSeconds));
  }

  private static double median(List<Result> results, ToDoubleFunction<Result> figure) {
    double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
