package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** What a node remembers of its disk. */
class DiskWatchTest {
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  @Test
  void aDiskThatDoesNotRespondIsNotUsableUntilItDoes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    DiskWatch watch =
        new DiskWatch(
            () -> {
              begun.countDown();
              try {
                ended.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            nanoTime::get);
    Thread checking =
        new Thread(
            () -> {
              try {
                watch.check();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    checking.start();
    begun.await();
    pass(Duration.ofSeconds(10));
    assertThat(watch.unusable()).isEmpty();
    pass(Duration.ofSeconds(50));
    assertThat(watch.unusable()).contains("the disk does not respond");
    ended.countDown();
    checking.join();
    assertThat(watch.unusable()).isEmpty();
  }

  @Test
  void theLastCheckCountsHoweverLongAgoItWas() throws Exception {
    boolean[] broken = {true};
    DiskWatch watch =
        new DiskWatch(
            () -> {
              if (broken[0]) {
                throw new RefusedException(Refusal.EXHAUSTED, "for this reason");
              }
            },
            nanoTime::get);
    watch.check();
    assertThat(watch.unusable()).contains("for this reason");
    pass(Duration.ofDays(1));
    assertThat(watch.unusable()).contains("for this reason");
    broken[0] = false;
    watch.check();
    pass(Duration.ofDays(1));
    assertThat(watch.unusable()).isEmpty();
  }
}
