package org.tigstore.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.tigstore.block.Sha256;

/** Callers that seal blocks and append to a log of their own, one after the other, until told. */
final class Uploaders implements AutoCloseable {
  private static final int CALLERS = 4;
  private static final int BLOCK_BYTES = 300_000;
  private static final long PAUSE_MILLIS = 50;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
  private final List<Future<?>> callers = new ArrayList<>();
  private final Map<String, Long> sealed = new ConcurrentHashMap<>();
  private final Map<String, List<String>> logs = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final URI server;
  private volatile boolean running = true;

  private Uploaders(URI server) {
    this.server = server;
  }

  /** Starts callers of the application at this address. */
  static Uploaders start(URI server) {
    Uploaders uploaders = new Uploaders(server);
    for (int caller = 0; caller < CALLERS; caller++) {
      long seed = System.nanoTime() + caller;
      uploaders.callers.add(uploaders.threads.submit(() -> uploaders.store(seed)));
    }
    return uploaders;
  }

  private Void store(long seed) throws InterruptedException {
    String log = "/" + Sha256.nameOf(("log " + seed).getBytes(UTF_8));
    List<String> lines = logs.computeIfAbsent(log, path -> new ArrayList<>());
    for (long next = seed; running; next += CALLERS) {
      byte[] block = bytes(next);
      String path = "/" + Sha256.nameOf(block);
      if (isAcknowledged("/", block, path)) {
        sealed.put(path, next);
      }
      String line = next + "\n";
      if (isAcknowledged(log + "?append=1", line.getBytes(UTF_8), log)) {
        lines.add(line);
      }
    }
    return null;
  }

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[BLOCK_BYTES];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private boolean isAcknowledged(String target, byte[] body, String path)
      throws InterruptedException {
    try {
      HttpRequest put =
          HttpRequest.newBuilder(server.resolve(target))
              .PUT(BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<String> answer = client.send(put, BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        assertThat(answer.body()).isEqualTo(path);
        acknowledged.incrementAndGet();
        return true;
      }
    } catch (IOException e) {
      // The connection was cut off: nothing was promised.
    }
    refused.incrementAndGet();
    Thread.sleep(PAUSE_MILLIS);
    return false;
  }

  /** How many bodies were answered with their path. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** How many bodies were not. */
  int refused() {
    return refused.get();
  }

  /** Lets every caller finish what it does; fails as one of them did. */
  void stop() throws InterruptedException {
    running = false;
    try {
      for (Future<?> caller : callers) {
        caller.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a caller failed", e.getCause());
    }
  }

  /** Checks that everything acknowledged is there, whole and in order. */
  void assertNothingIsLost() throws IOException, InterruptedException {
    assertThat(sealed).isNotEmpty();
    for (Map.Entry<String, Long> block : sealed.entrySet()) {
      assertThat(read(block.getKey())).isEqualTo(bytes(block.getValue()));
    }
    for (Map.Entry<String, List<String>> log : logs.entrySet()) {
      List<String> lines =
          new String(read(log.getKey()), UTF_8).lines().map(line -> line + "\n").toList();
      assertThat(lines).doesNotHaveDuplicates().containsSubsequence(log.getValue());
    }
  }

  private byte[] read(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  @Override
  public void close() {
    running = false;
    threads.shutdownNow();
  }
}
