package org.tigstore.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** Measures what it costs that a block may lie on another node. */
public final class Clusters {
  private static final List<Integer> CONNECTIONS = List.of(1, 16);
  private static final int MISSES = 300;

  /** So little that bytes of blocks in memory would show. */
  private static final String SMALL_HEAP = "-Xmx64m";

  private final Pace pace = Pace.chosen();
  private final Random random = new Random(2);
  private final Path directory;
  private int nodes;

  private Clusters(Path directory) {
    this.directory = directory;
  }

  /** Takes a part of "GET" or "misses", else measures both. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println(Machine.describe());
    Clusters clusters = new Clusters(TemporaryDirectory.make());
    String only = arguments.length > 0 ? arguments[0] : "";
    if ("GET".contains(only)) {
      clusters.compare();
    }
    if ("misses".contains(only)) {
      clusters.missBesideSilence();
    }
  }

  private Tig node(List<String> javaOptions, String... options)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--durability=none", "--retention=PT1H"));
    all.addAll(List.of(options));
    nodes++;
    return new Tig(Files.createDirectory(directory.resolve("node-" + nodes)), javaOptions, all);
  }

  private void compare() throws IOException, InterruptedException {
    try (Tig alone = node(List.of());
        Tig holder = node(List.of());
        Tig front = node(List.of(), "--cluster=" + holder.address());
        Tig narrow = node(List.of(SMALL_HEAP), "--cluster=" + holder.address())) {
      for (Tig node : List.of(alone, holder, front, narrow)) {
        node.warmUp(pace.warmUpSeconds());
      }
      System.out.println(Comparison.HEAD);
      byte[] small = Size.SMALL.block(random);
      measure("GET 4 KiB, here, against a node alone", front, front.store(small), alone, small);
      byte[] other = Size.SMALL.block(random);
      URI there = holder.store(other);
      measure("GET 4 KiB, from a peer, against asking it", front, at(front, there), holder, other);
      URI largest = holder.store(Size.LARGEST.block(random));
      measureLargest(front, narrow, holder, largest);
    }
  }

  private static URI at(Tig node, URI block) {
    return node.address().resolve(block.getPath());
  }

  private void measure(String name, Tig tig, URI block, Tig other, byte[] bytes)
      throws IOException, InterruptedException {
    Request same = WrkRequest.get(other.store(bytes));
    Work work = new Work(name, bytes.length, WrkRequest.get(block), Optional.empty());
    for (int open : CONNECTIONS) {
      System.out.println(Comparison.measure(tig, work.beside(other, same), open, pace).row());
    }
  }

  private void measureLargest(Tig front, Tig narrow, Tig holder, URI block)
      throws IOException, InterruptedException {
    Request same = WrkRequest.get(block);
    for (Tig node : List.of(front, narrow)) {
      String heap = node == narrow ? ", with " + SMALL_HEAP : "";
      Work work =
          new Work(
              "GET 120 MB, from a peer, against asking it" + heap,
              Size.LARGEST.bytes(),
              WrkRequest.get(at(node, block)),
              Optional.empty());
      for (int open : CONNECTIONS) {
        System.out.println(
            Comparison.measure(node, work.ofLargest().beside(holder, same), open, pace).row());
      }
    }
  }

  private void missBesideSilence() throws IOException, InterruptedException {
    try (ServerSocket silent = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        Tig holder = node(List.of());
        Tig front =
            node(
                List.of(),
                "--cluster=" + holder.address() + ",http://127.0.0.1:" + silent.getLocalPort())) {
      long[] nanos = misses(front);
      System.out.printf(
          Locale.ROOT,
          "%n%d misses in a row beside a silent peer: median %.2f ms, p99 %.2f ms, longest %.2f ms,"
              + " over 100 ms: %d%n",
          nanos.length,
          nanos[nanos.length / 2] / 1e6,
          nanos[nanos.length * 99 / 100] / 1e6,
          nanos[nanos.length - 1] / 1e6,
          Arrays.stream(nanos).filter(one -> one > 100_000_000).count());
    }
  }

  private long[] misses(Tig front) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    long[] nanos = new long[MISSES];
    for (int number = 0; number < MISSES; number++) {
      String name = String.format(Locale.ROOT, "/%064x.tig", number);
      HttpRequest request = HttpRequest.newBuilder(front.address().resolve(name)).build();
      long begin = System.nanoTime();
      client.send(request, BodyHandlers.discarding());
      nanos[number] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos);
    return nanos;
  }
}
