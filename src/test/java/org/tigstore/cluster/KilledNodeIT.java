package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.block.Bodies;

/** One of three nodes is killed under load: the others go on with what they have. */
@Timeout(600)
class KilledNodeIT {
  private static final int ROUNDS_BEFORE = 50;
  private static final int ROUNDS_AFTER = 100;
  @TempDir Path directory;

  @Test
  void theOthersLoseNothingAndGoOn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Nodes nodes = new Nodes(directory, "--durability", "none")) {
      List<Nodes.Node> all = nodes.start(3);
      Nodes.Node killed = all.get(2);
      String lost = killed.http().seal("only the killed node has this");
      List<Writer> writers = List.of(new Writer(all.get(0).http()), new Writer(all.get(1).http()));
      List<Future<Map<String, String>>> written = writers.stream().map(threads::submit).toList();
      awaitRounds(ROUNDS_BEFORE, writers, written);
      killed.process().close();
      awaitRounds(ROUNDS_AFTER, writers, written);
      writers.forEach(Writer::stop);

      for (int miss = 0; miss < 20; miss++) {
        String nobodys = "/" + Bodies.nameOf("nobody has this " + miss);
        assertThat(all.get(0).http().status(nobodys)).isEqualTo(404);
      }
      for (Future<Map<String, String>> one : written) {
        assertThat(one.get()).hasSizeGreaterThan(ROUNDS_BEFORE + ROUNDS_AFTER);
        for (Map.Entry<String, String> block : one.get().entrySet()) {
          assertThat(all.get(0).http().read(block.getKey())).isEqualTo(block.getValue());
          assertThat(all.get(1).http().read(block.getKey())).isEqualTo(block.getValue());
        }
      }
      assertThat(all.get(0).http().status(lost)).isEqualTo(404);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Waits until each writer has made so many rounds more. */
  private static void awaitRounds(
      int count, List<Writer> writers, List<Future<Map<String, String>>> written) throws Exception {
    for (int writer = 0; writer < writers.size(); writer++) {
      Writer one = writers.get(writer);
      Future<Map<String, String>> end = written.get(writer);
      int wanted = one.rounds + count;
      Eventually.holds("the writer goes on", () -> one.rounds >= wanted || end.isDone());
      assertThat(end).isNotDone();
    }
  }

  /** Seals blocks and writes slots; every answer is one of success or says what to wait for. */
  private static final class Writer implements Callable<Map<String, String>> {
    private final Http node;
    private volatile int rounds;
    private volatile boolean stopped;

    Writer(Http node) {
      this.node = node;
    }

    void stop() {
      stopped = true;
    }

    @Override
    public Map<String, String> call() throws Exception {
      Map<String, String> written = new LinkedHashMap<>();
      for (int number = 0; !stopped; number++) {
        String text = node.address() + " wrote " + number;
        written.put(node.seal(text), text);
        String slot = "/" + Bodies.nameOf(node.address() + " has slot " + number % 20);
        if (isWritten(node.once().put(slot, text))) {
          written.put(slot, text);
        }
        rounds = number;
      }
      return written;
    }

    private static boolean isWritten(HttpResponse<byte[]> answer) {
      assertThat(answer.statusCode()).isIn(200, 503);
      return answer.statusCode() == 200;
    }
  }
}
