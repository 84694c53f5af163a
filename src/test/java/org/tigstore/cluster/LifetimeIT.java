package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.cluster.Http.ok;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.Seed;
import org.tigstore.block.Bodies;

/** Nodes that come to the end of their lifetime. */
@Timeout(600)
class LifetimeIT {
  /** How a node is told that its lifetime is over as soon as it starts. */
  private static final String[] AT_ITS_END = {"--lifetime", "PT0.001S"};

  private static final int FEWEST_ROUNDS = 40;
  @TempDir Path directory;
  private Nodes nodes;

  @BeforeEach
  void prepare() throws IOException {
    nodes = new Nodes(directory, "--durability", "none");
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
  }

  private Nodes.Node start(int number, String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--cluster", nodes.addresses(4)));
    return nodes.start(number, options.toArray(String[]::new));
  }

  /** Starts the same node again, on what it had, at the end of its lifetime. */
  private Nodes.Node startAtItsEnd(Nodes.Node node, int number, String... more) throws Exception {
    node.process().terminate();
    assertThat(node.process().awaitEnd()).isZero();
    return start(number, Stream.of(AT_ITS_END, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private static void awaitEmpty(Nodes.Node node) throws InterruptedException {
    Eventually.holds("the node is empty", () -> node.http().once().status("/health/ready") == 503);
  }

  @Test
  void aNodeHandsOverAllItHasAndSaysThatItIsEmpty() throws Exception {
    Nodes.Node staying = start(2);
    Nodes.Node living = start(1, "--lifetime", "PT24H");
    byte[] large = Bodies.bytes(3_000_000);
    String largePath = living.http().seal(large);
    assertThat(living.holds(largePath)).isTrue();
    assertThat(living.http().once().status("/health/ready")).isEqualTo(200);
    Map<String, String> written = new LinkedHashMap<>();
    for (int number = 0; number < 50; number++) {
      String text = "value " + number;
      written.put(living.http().seal(text), text);
      String slot = "/" + Bodies.nameOf("slot " + number);
      ok(living.http().put(slot, text));
      written.put(slot, text);
    }
    written.keySet().forEach(path -> assertThat(living.holds(path)).isTrue());

    Nodes.Node ending = startAtItsEnd(living, 1);
    awaitEmpty(ending);

    assertThat(ending.http().status("/health/live")).isEqualTo(200);
    for (Nodes.Node node : List.of(ending, staying)) {
      for (Map.Entry<String, String> block : written.entrySet()) {
        assertThat(node.http().read(block.getKey())).isEqualTo(block.getValue());
      }
      assertThat(node.http().send("GET", largePath).body()).isEqualTo(large);
    }
    written.keySet().forEach(path -> assertThat(ending.holds(path)).isFalse());
    written.keySet().forEach(path -> assertThat(staying.holds(path)).isTrue());
  }

  @Test
  void anEndingNodeMakesNothingNewButAnswersAllTheSame() throws Exception {
    Nodes.Node ending = start(1, AT_ITS_END);
    Nodes.Node staying = start(2);
    awaitEmpty(ending);
    String slot = "/" + Bodies.nameOf("a slot");

    String sealed = ending.http().seal("abc");
    ok(ending.http().put(slot + "?setifnot=1", "one"));
    ok(ending.http().put(slot + "?append=1", ", two"));

    assertThat(ending.http().put(slot + "?setifnot=1", "x").statusCode()).isEqualTo(409);
    assertThat(ending.http().read(sealed)).isEqualTo("abc");
    assertThat(ending.http().read(slot + "?take=1")).isEqualTo("one, two");
    assertThat(ending.holds(sealed)).isFalse();
    assertThat(staying.holds(sealed)).isTrue();
  }

  @Test
  void aProcessMayEndOnceItIsEmpty() throws Exception {
    Nodes.Node staying = start(2);
    Nodes.Node living = start(1);
    String path = living.http().seal("abc");
    assertThat(living.holds(path)).isTrue();

    Nodes.Node ending = startAtItsEnd(living, 1, "--exit-when-empty", "true");
    assertThat(ending.process().awaitEnd()).isZero();

    assertThat(staying.holds(path)).isTrue();
    assertThat(staying.http().read(path)).isEqualTo("abc");
  }

  @Test
  void aNodeWithoutPeersKeepsAndServesWhatItHas() throws Exception {
    Nodes.Node alone = start(1, AT_ITS_END);

    String path = alone.http().seal("abc");
    String slot = "/" + Bodies.nameOf("a slot");
    ok(alone.http().put(slot, "one"));
    ok(alone.http().put(slot, "two"));

    assertThat(alone.http().read(path)).isEqualTo("abc");
    assertThat(alone.http().read(slot)).isEqualTo("two");
    Eventually.holds(
        "it is not empty any more", () -> alone.http().once().status("/health/ready") == 200);
  }

  /** Three nodes end one after the other under load, each replaced by a new one. */
  @Test
  void nothingThatWasAcknowledgedIsLostWhenAllNodesAreReplaced() throws Exception {
    Nodes.Node last = start(4);
    Nodes.Node third = start(3, "--lifetime", "PT12S");
    Nodes.Node second = start(2, "--lifetime", "PT8S");
    List<Nodes.Node> first = List.of(start(1, "--lifetime", "PT4S"), second, third);
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch rounds = new CountDownLatch(3 * FEWEST_ROUNDS);
    long seed = Seed.of(LifetimeIT.class);
    ExecutorService writers = Executors.newFixedThreadPool(3);
    List<Future<Map<String, String>>> written = new ArrayList<>();
    for (int writer = 0; writer < 3; writer++) {
      List<Nodes.Node> through = List.of(first.get(writer), last);
      written.add(
          writers.submit(writing(writer, through, new Random(seed + writer), rounds, stop)));
    }
    for (Nodes.Node node : first) {
      awaitEmpty(node);
    }
    Eventually.holds(
        "enough was written",
        () -> rounds.getCount() == 0 || written.stream().anyMatch(Future::isDone));
    stop.set(true);
    Map<String, String> all = new LinkedHashMap<>();
    for (Future<Map<String, String>> one : written) {
      all.putAll(one.get());
    }
    writers.shutdown();
    for (Nodes.Node node : first) {
      node.process().close();
    }

    assertThat(all).hasSizeGreaterThan(100);
    for (Map.Entry<String, String> block : all.entrySet()) {
      assertThat(last.http().read(block.getKey())).isEqualTo(block.getValue());
    }
  }

  /** Writes and reads back by turns through these nodes, one request in flight at a time. */
  private static Callable<Map<String, String>> writing(
      int writer,
      List<Nodes.Node> through,
      Random random,
      CountDownLatch rounds,
      AtomicBoolean stop) {
    return () -> {
      Map<String, String> written = new LinkedHashMap<>();
      for (int number = 0; !stop.get(); number++) {
        Http node = through.get(random.nextInt(through.size())).http();
        String text = writer + " wrote " + number;
        String slot = "/" + Bodies.nameOf(writer + " has slot " + number % 20);
        written.put(node.seal(text), text);
        ok(node.put(slot, text));
        written.put(slot, text);
        Http other = through.get(random.nextInt(through.size())).http();
        assertThat(other.read(slot)).isEqualTo(text);
        rounds.countDown();
        // Others want the machine too.
        Thread.sleep(20);
      }
      return written;
    };
  }
}
