package org.tigstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks that run at once, and their results in order. */
class PipelineTest {
  @Test
  void resultsComeInTheOrderOfTheTasks() throws IOException {
    List<Integer> results = new ArrayList<>();
    CountDownLatch second = new CountDownLatch(1);
    try (Pipeline<Integer> pipeline = new Pipeline<>(2, 2, results::add)) {
      pipeline.add(
          () -> {
            second.await();
            return 1;
          });
      pipeline.add(
          () -> {
            second.countDown();
            return 2;
          });
      pipeline.finish();
    }

    assertThat(results).containsExactly(1, 2);
  }

  @Test
  void noMoreTasksBeginThanTheirResultsAreAwaited() throws IOException {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger passed = new AtomicInteger();
    AtomicInteger longestLead = new AtomicInteger();
    try (Pipeline<Integer> pipeline = new Pipeline<>(4, 4, result -> passed.incrementAndGet())) {
      for (int number : IntStream.range(0, 100).toArray()) {
        pipeline.add(
            () -> {
              int lead = begun.incrementAndGet() - passed.get();
              longestLead.accumulateAndGet(lead, Math::max);
              return number;
            });
      }
      pipeline.finish();
    }

    assertThat(passed).hasValue(100);
    assertThat(longestLead).hasValueLessThanOrEqualTo(4);
  }

  @Test
  void aFailureIsThrownAsItIs() {
    IOException failure = new IOException("as it is");
    try (Pipeline<Integer> pipeline = new Pipeline<>(1, 1, result -> {})) {
      assertThatThrownBy(
              () -> {
                pipeline.add(
                    () -> {
                      throw failure;
                    });
                pipeline.finish();
              })
          .isSameAs(failure);
    }
  }
}
