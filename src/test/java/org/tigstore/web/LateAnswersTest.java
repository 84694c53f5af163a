package org.tigstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tigstore.access.FailurePace;

class LateAnswersTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final LateAnswers answers = new LateAnswers(new FailurePace(LONG, Duration.ZERO));

  @Test
  void closingSendsWhatStillWaitsOnce() {
    List<String> sent = new ArrayList<>();
    answers.after(LONG, () -> sent.add("one"));
    answers.after(LONG, () -> sent.add("two"));
    assertThat(sent).isEmpty();
    answers.close();
    assertThat(sent).containsExactlyInAnyOrder("one", "two");
    answers.close();
    assertThat(sent).hasSize(2);
  }

  @Test
  void whatComesAfterClosingIsSentAtOnce() {
    List<String> sent = new ArrayList<>();
    answers.close();
    answers.after(LONG, () -> sent.add("late"));
    assertThat(sent).containsExactly("late");
  }

  @Test
  void answerIsSentWhenItIsItsTurn() throws InterruptedException {
    CountDownLatch sent = new CountDownLatch(1);
    answers.after(Duration.ofMillis(1), sent::countDown);
    assertThat(sent.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(answers.putOff()).isEqualTo(1);
    answers.close();
  }
}
