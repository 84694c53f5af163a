package org.tigstore.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Threads that start together. */
final class Racers {
  private Racers() {}

  /** What one of them does, knowing its number. */
  @FunctionalInterface
  interface Racer<T> {
    T run(int number) throws Exception;
  }

  /** What each of so many racers brought home, in the order of their numbers. */
  static <T> List<T> race(int racers, Racer<T> racer) throws InterruptedException {
    return race(
        IntStream.range(0, racers)
            .<Callable<T>>mapToObj(number -> () -> racer.run(number))
            .toList());
  }

  /** What each of these racers brought home, in their order; fails as one of them does. */
  static <T> List<T> race(List<Callable<T>> racers) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(racers.size());
    ExecutorService threads = Executors.newFixedThreadPool(racers.size());
    try {
      List<Callable<T>> waiting = new ArrayList<>();
      for (Callable<T> racer : racers) {
        waiting.add(
            () -> {
              start.await();
              return racer.call();
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(waiting)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("a racer failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
