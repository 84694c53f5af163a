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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.block.Bodies;

/** Nodes that come to the end of their lifetime. */
@Timeout(180)
class LifetimeIT {
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

  private static void awaitEmpty(Nodes.Node node) throws InterruptedException {
    Eventually.holds("the node is empty", () -> node.http().once().status("/health/ready") == 503);
  }

  @Test
  void aNodeHandsOverAllItHasAndSaysThatItIsEmpty() throws Exception {
    Nodes.Node staying = start(2);
    Nodes.Node ending = start(1, "--lifetime", "PT10S");
    byte[] large = Bodies.bytes(3_000_000);
    String largePath = ending.http().seal(large);
    assertThat(ending.holds(largePath)).isTrue();
    assertThat(ending.http().once().status("/health/ready")).isEqualTo(200);
    Map<String, String> written = new LinkedHashMap<>();
    for (int number = 0; number < 50; number++) {
      String text = "value " + number;
      written.put(ending.http().seal(text), text);
      String slot = "/" + Bodies.nameOf("slot " + number);
      ok(ending.http().put(slot, text));
      written.put(slot, text);
    }

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
    Nodes.Node ending = start(1, "--lifetime", "PT0.001S");
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
    Nodes.Node ending = start(1, "--lifetime", "PT3S", "--exit-when-empty", "true");
    String path = ending.http().seal("abc");

    assertThat(ending.process().awaitEnd()).isZero();

    assertThat(staying.http().read(path)).isEqualTo("abc");
  }

  @Test
  void aNodeWithoutPeersKeepsAndServesWhatItHas() throws Exception {
    Nodes.Node alone = start(1, "--lifetime", "PT0.001S", "--peer-timeout", "PT0.2S");

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
    List<Nodes.Node> first =
        List.of(
            start(1, "--lifetime", "PT6S"),
            start(2, "--lifetime", "PT12S"),
            start(3, "--lifetime", "PT20S"));
    Nodes.Node last = start(4);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService writers = Executors.newFixedThreadPool(3);
    List<Future<Map<String, String>>> written = new ArrayList<>();
    for (int writer = 0; writer < 3; writer++) {
      written.add(writers.submit(writing(writer, List.of(first.get(writer), last), stop)));
    }
    for (Nodes.Node node : first) {
      awaitEmpty(node);
    }
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
      int writer, List<Nodes.Node> through, AtomicBoolean stop) {
    return () -> {
      Random random = new Random(writer);
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
        Thread.sleep(20);
      }
      return written;
    };
  }
}
