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
    RequestLimits.Place first = limits.enter(CLIENT, false);
    limits.enter(CLIENT, true);
    assertRefused(Refusal.TOO_MANY, () -> limits.enter(CLIENT, false));
    assertRefused(Refusal.TOO_MANY, () -> limits.enter(CLIENT, true));
    limits.enter("192.0.2.2", false);
    first.leave();
    limits.enter(CLIENT, false);
    assertRefused(Refusal.TOO_MANY, () -> limits.enter(CLIENT, false));
  }

  @Test
  void soManyBodiesComeAtOnceWhoeverSendsThem() throws RefusedException {
    RequestLimits limits = new RequestLimits(2, 0);
    RequestLimits.Place first = limits.enter(CLIENT, true);
    limits.enter("192.0.2.2", true);
    assertRefused(Refusal.BUSY, () -> limits.enter("192.0.2.3", true));
    limits.enter(CLIENT, false);
    first.leave();
    limits.enter("192.0.2.3", true);
    assertRefused(Refusal.BUSY, () -> limits.enter(CLIENT, true));
  }

  @Test
  void aRefusedBodyTakesNoPlaceOfItsClient() throws RefusedException {
    RequestLimits limits = new RequestLimits(1, 2);
    RequestLimits.Place upload = limits.enter("192.0.2.2", true);
    for (int attempt = 0; attempt < 5; attempt++) {
      assertRefused(Refusal.BUSY, () -> limits.enter(CLIENT, true));
    }
    upload.leave();
    limits.enter(CLIENT, true);
    limits.enter(CLIENT, false);
    assertRefused(Refusal.TOO_MANY, () -> limits.enter(CLIENT, false));
  }

  @Test
  void zeroIsNoLimit() throws RefusedException {
    RequestLimits limits = new RequestLimits(0, 0);
    for (int request = 0; request < 1000; request++) {
      limits.enter(CLIENT, true);
    }
    assertThat(limits.enter(CLIENT, true)).isNotNull();
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
        assertThat(most.get()).isBetween(0, 2);
      }
    } finally {
      threads.shutdownNow();
    }
    limits.enter(CLIENT, true);
    limits.enter(CLIENT, true);
    assertRefused(Refusal.BUSY, () -> limits.enter(CLIENT, true));
    limits.enter(CLIENT, false);
    assertRefused(Refusal.TOO_MANY, () -> limits.enter(CLIENT, false));
  }

  /** The most that ran at once, as one of them saw it. */
  private static int most(RequestLimits limits, AtomicInteger running) {
    int most = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try {
        RequestLimits.Place place = limits.enter(CLIENT, true);
        most = Math.max(most, running.incrementAndGet());
        running.decrementAndGet();
        place.leave();
      } catch (RefusedException e) {
        // Others have all places just now.
      }
    }
    return most;
  }
}
