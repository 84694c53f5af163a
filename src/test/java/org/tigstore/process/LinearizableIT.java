package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Seed;
import org.tigstore.block.BlockName;
import org.tigstore.process.SlotHistory.Effect;
import org.tigstore.process.SlotHistory.Operation;

/**
 * Clients change the same slots at the same time, on a server that is killed again and again: all
 * that they were answered is linearizable. The server is killed for every eighth of {@code
 * tig.killRounds}; what is called comes from a {@link Seed}.
 */
class LinearizableIT {
  private static final int KILLS = Integer.getInteger("tig.killRounds", 40) / 8;
  private static final int CLIENTS = 4;
  private static final int MOST_CALLS_OF_A_CLIENT = 400;

  private static final List<BlockName> SLOTS =
      List.of(StoreCalls.nameOf("a"), StoreCalls.nameOf("b"), StoreCalls.nameOf("c"));

  @TempDir(factory = UnderTarget.class)
  private Path directory;

  private final Map<BlockName, Queue<Operation>> histories = new ConcurrentHashMap<>();
  private int unanswered;

  @Test
  void everySlotIsLinearizableThroughEverySigkill() throws Exception {
    Random random = new Random(Seed.of(LinearizableIT.class));
    for (int kill = 0; kill < KILLS; kill++) {
      try (TigServer server = start(kill % 2 == 0 ? "fsync" : "none")) {
        callAndKill(server, "kill " + kill, random);
      }
    }
    try (TigServer server = start("fsync")) {
      Client last = new Client(server, "the end", random);
      for (BlockName slot : SLOTS) {
        last.call(slot, SlotCall.GET);
      }
    }
    int calls = histories.values().stream().mapToInt(Queue::size).sum();
    System.out.printf("LinearizableIT: %d calls, %d of them unanswered%n", calls, unanswered);
    assertThat(calls).isGreaterThan(KILLS * CLIENTS);
    histories.forEach(
        (slot, calledOnIt) ->
            assertThat(new SlotHistory(List.copyOf(calledOnIt)).unexplained())
                .as(() -> slot + " after\n" + calledOnIt)
                .isEmpty());
  }

  private TigServer start(String durability) throws IOException, InterruptedException {
    JavaCommand command = JavaCommand.ofWar().with("-Xmx64m");
    return TigServer.start(command, directory, "--durability", durability);
  }

  private void callAndKill(TigServer server, String when, Random random) throws Exception {
    List<Client> clients = new ArrayList<>();
    for (int number = 0; number < CLIENTS; number++) {
      clients.add(new Client(server, when + " client " + number, random));
    }
    clients.forEach(client -> new Thread(client.running).start());
    clients.get(0).enough.await();
    server.process().kill();
    for (Client client : clients) {
      BlockName slot = client.running.get();
      // Nothing that a dead process was called for can still happen.
      note(slot, client.unanswered(System.nanoTime()));
      unanswered++;
    }
  }

  private void note(BlockName slot, Operation operation) {
    histories.computeIfAbsent(slot, name -> new ConcurrentLinkedQueue<>()).add(operation);
  }

  /** One who calls until there is no answer. */
  private final class Client {
    private final TigServer server;
    private final String name;
    private final Random random;
    private final CountDownLatch enough;
    private final FutureTask<BlockName> running = new FutureTask<>(this::run);
    private final Map<BlockName, String> lastSeen = new HashMap<>();
    private int calls;
    private SlotCall call = SlotCall.GET;
    private String text = "";
    private String expected = "";
    private long begin;

    Client(TigServer server, String name, Random seeds) {
      this.server = server;
      this.name = name;
      this.random = new Random(seeds.nextLong());
      this.enough = new CountDownLatch(random.nextInt(MOST_CALLS_OF_A_CLIENT));
    }

    /** Returns the slot that was called last, in vain. */
    private BlockName run() throws InterruptedException {
      while (true) {
        BlockName slot = SLOTS.get(random.nextInt(SLOTS.size()));
        SlotCall[] kinds = SlotCall.values();
        try {
          call(slot, kinds[random.nextInt(kinds.length)]);
        } catch (IOException e) {
          return slot;
        }
        enough.countDown();
      }
    }

    void call(BlockName slot, SlotCall next) throws IOException, InterruptedException {
      call = next;
      text = name + " call " + calls++ + ";";
      expected = lastSeen.getOrDefault(slot, "");
      boolean comparing = call == SlotCall.COMPARE_AND_SET;
      String[] condition = {"If-Match", '"' + StoreCalls.nameOf(expected).digits() + '"'};
      String body = call.method().equals("PUT") ? text : "";
      begin = System.nanoTime();
      HttpResponse<String> answer =
          server.call(
              call.method(),
              "/" + slot + call.query(),
              body,
              comparing ? condition : new String[0]);
      int status = answer.statusCode();
      Effect effect = call.answered(status, answer.body(), text, expected);
      note(slot, operation(System.nanoTime(), effect, status + " " + answer.body()));
      if (status == 200) {
        lastSeen.put(slot, call == SlotCall.GET ? answer.body() : text);
      }
    }

    Operation unanswered(long end) {
      return operation(end, call.unanswered(text, expected), "unanswered");
    }

    private Operation operation(long end, Effect effect, String answer) {
      return new Operation(begin, end, call + " " + text + ": " + answer, effect);
    }
  }
}
