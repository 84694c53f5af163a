package org.tigstore.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** How much may be asked for at once. */
class RequestLimitsTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 2000;
  private static final String CLIENT = "192.0.2.1";

  @Test
  void aClientHasSoManyRequestsAtOnce() throws RefusedException {
    RequestLimits limits = new RequestLimits(0, 2);
    RequestLimits.Place first = limits.request(CLIENT);
    limits.request(CLIENT);
    for (int attempt = 0; attempt < 5; attempt++) {
      assertRefused(Refusal.TOO_MANY, () -> limits.request(CLIENT));
    }
    limits.request("192.0.2.2");
    first.leave();
    limits.request(CLIENT);
    assertRefused(Refusal.TOO_MANY, () -> limits.request(CLIENT));
  }

  @Test
  void soManyBodiesComeAtOnceWhoeverSendsThem() throws RefusedException {
    RequestLimits limits = new RequestLimits(2, 0);
    RequestLimits.Place first = limits.upload();
    limits.upload();
    for (int attempt = 0; attempt < 5; attempt++) {
      assertRefused(Refusal.BUSY, limits::upload);
    }
    limits.request(CLIENT);
    assertThat(limits.uploads()).isEqualTo(2);
    first.leave();
    limits.upload();
    assertRefused(Refusal.BUSY, limits::upload);
  }

  @Test
  void zeroIsNoLimit() throws RefusedException {
    RequestLimits limits = new RequestLimits(0, 0);
    for (int request = 0; request < 1000; request++) {
      limits.request(CLIENT);
      limits.upload();
    }
    assertThat(limits.uploads()).isEqualTo(1000);
  }

  @Test
  void threadsNeverHaveMoreAndLeaveNothing() throws Exception {
    RequestLimits limits = new RequestLimits(2, 3);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      AtomicInteger running = new AtomicInteger();
      Callable<Integer> client = () -> most(limits, running);
      List<Callable<Integer>> clients = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        clients.add(client);
      }
      for (Future<Integer> most : threads.invokeAll(clients)) {
        assertThat(most.get()).isBetween(0, 3);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(limits.uploads()).isZero();
    for (int free = 0; free < 3; free++) {
      limits.request(CLIENT);
    }
    assertRefused(Refusal.TOO_MANY, () -> limits.request(CLIENT));
  }

  /** The most that ran at once, as one of them saw it. */
  private static int most(RequestLimits limits, AtomicInteger running) {
    int most = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try {
        RequestLimits.Place request = limits.request(CLIENT);
        most = Math.max(most, running.incrementAndGet());
        running.decrementAndGet();
        request.leave();
        limits.upload().leave();
      } catch (RefusedException e) {
        // Others have all places just now.
      }
    }
    return most;
  }
}
