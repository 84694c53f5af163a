package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** A HEAD request, sent from here: wrk awaits a body after every answer that announces one. */
record HeadRequest(URI address) implements Request {
  @Override
  public Answers send(int connections, int seconds) throws IOException, InterruptedException {
    int threads = Math.min(2, connections);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Future<long[]>> running = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    for (int thread = 0; thread < threads; thread++) {
      int share = (connections + thread) / threads;
      running.add(executor.submit(() -> new HeadConnections(address, share).latencies(end)));
    }
    executor.shutdown();
    LongStream latencies = LongStream.empty();
    for (Future<long[]> one : running) {
      latencies = LongStream.concat(latencies, Arrays.stream(outcome(one)));
    }
    return answers(latencies.sorted().toArray(), seconds);
  }

  private static long[] outcome(Future<long[]> running) throws IOException, InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw new IOException("HEAD failed", e);
    }
  }

  private static Answers answers(long[] sorted, int seconds) {
    return new Answers(
        sorted.length,
        seconds,
        0,
        percentile(sorted, 0.5),
        percentile(sorted, 0.99),
        percentile(sorted, 0.999));
  }

  private static double percentile(long[] sorted, double part) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (sorted.length * part)] / 1e6;
  }

  @Override
  public boolean fills() {
    return false;
  }
}
