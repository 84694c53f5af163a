package org.tigstore.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Bodies.nameOf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.Writes.Mode;

/** Concurrent changes of one slot, half of them through a channel. */
class WriteRacesTest {
  private static final int CALLERS = 8;
  private static final int ROUNDS = 50;

  @RegisterExtension final MemoryTig tig = new MemoryTig();
  private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
  private final CyclicBarrier start = new CyclicBarrier(CALLERS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** One of the concurrent callers; returns whether its change succeeded. */
  @FunctionalInterface
  private interface Caller {
    boolean call(int number) throws IOException;
  }

  /** Starts all callers at once and returns how many succeeded. */
  private long race(Caller caller) throws Exception {
    List<Callable<Boolean>> callers =
        IntStream.range(0, CALLERS)
            .<Callable<Boolean>>mapToObj(
                number ->
                    () -> {
                      start.await();
                      return caller.call(number);
                    })
            .toList();
    long successes = 0;
    for (Future<Boolean> result : threads.invokeAll(callers)) {
      successes += result.get() ? 1 : 0;
    }
    return successes;
  }

  /** Makes a change; returns false on this refusal. */
  private static boolean succeeds(Refusal otherwise, Event change) throws IOException {
    try {
      change.happen();
      return true;
    } catch (RefusedException e) {
      if (e.refusal() == otherwise) {
        return false;
      }
      throw e;
    }
  }

  @FunctionalInterface
  private interface Event {
    void happen() throws IOException;
  }

  private boolean write(BlockName name, String value, Condition condition) throws IOException {
    return succeeds(
        condition.otherwise(),
        () -> tig.writes().write(name, Bodies.of(value), Mode.REPLACE, condition));
  }

  @Test
  void setIfNotHasOneWinner() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      BlockName slot = tig.freshSlot();
      BlockName channel = tig.sealed("Write only channel to tig /" + slot);
      List<String> won = Collections.synchronizedList(new ArrayList<>());

      race(
          number -> {
            boolean first =
                write(number % 2 == 0 ? slot : channel, "value " + number, Condition.VACANT);
            if (first) {
              won.add("value " + number);
            }
            return first;
          });

      assertThat(won).hasSize(1);
      assertThat(tig.value(slot)).contains(won.get(0));
    }
  }

  @Test
  void takeHasOneTaker() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      BlockName slot = tig.slot("value");

      long takers =
          race(
              number ->
                  succeeds(Refusal.MISSING, () -> tig.writes().take(slot, Condition.NONE).close()));

      assertThat(takers).isEqualTo(1);
    }
  }

  @Test
  void takeAndDeleteOfOneSlotHaveOneWinner() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      BlockName slot = tig.slot("value");

      long successes =
          race(
              number ->
                  succeeds(
                      Refusal.MISSING,
                      () ->
                          (number % 2 == 0 ? Change.TAKE : Change.DELETE)
                              .make(tig.writes(), slot, Bodies.of(""), Condition.NONE)));

      assertThat(successes).isEqualTo(1);
    }
  }

  @Test
  void compareAndSetLosesNoUpdate() throws Exception {
    BlockName slot = tig.slot("0");
    BlockName channel = tig.slot("Write only channel to tig /" + slot);

    race(
        number -> {
          for (int update = 0; update < ROUNDS; update++) {
            while (!increment(slot, number % 2 == 0 ? slot : channel)) {
              Thread.onSpinWait();
            }
          }
          return true;
        });

    assertThat(tig.text(slot)).isEqualTo(String.valueOf(CALLERS * ROUNDS));
  }

  private boolean increment(BlockName slot, BlockName way) throws IOException {
    String value = tig.text(slot);
    Condition unchanged =
        new Condition(
            Condition.Expectation.ONE_OF, Set.of(nameOf(value)), Refusal.CONDITION_FAILED);
    return write(way, String.valueOf(Integer.parseInt(value) + 1), unchanged);
  }

  @Test
  void appendsAreWhole() throws Exception {
    BlockName slot = tig.freshSlot();
    BlockName channel = tig.slot("Write only channel to tig /" + slot);

    race(
        number -> {
          byte[] piece = (String.valueOf(number).repeat(98) + "\n").getBytes(UTF_8);
          for (int append = 0; append < ROUNDS; append++) {
            tig.writes()
                .write(
                    number % 2 == 0 ? slot : channel,
                    Bodies.of(piece),
                    Mode.APPEND,
                    Condition.NONE);
          }
          return true;
        });

    assertThat(tig.text(slot).lines())
        .hasSize(CALLERS * ROUNDS)
        .allMatch(line -> line.equals(line.substring(0, 1).repeat(98)));
  }

  @Test
  void squatterNeverReplacesASealedBlock() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String text = "sealed in round " + round;

      race(
          number ->
              number % 2 == 0
                  ? tig.writes().seal(Bodies.of(text), true).equals(nameOf(text))
                  : succeeds(
                      Refusal.SEALED,
                      () ->
                          tig.writes()
                              .write(
                                  nameOf(text),
                                  Bodies.of("squatter"),
                                  Mode.REPLACE,
                                  Condition.NONE)));

      assertThat(tig.value(nameOf(text))).isEqualTo(Optional.of(text));
    }
  }
}
