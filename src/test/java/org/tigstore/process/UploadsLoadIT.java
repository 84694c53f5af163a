package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;
import org.tigstore.block.BlockName;

/** Slow, unfinished and large uploads keep nobody out and leave nothing behind. */
class UploadsLoadIT extends LoadTest {
  private static final int SLOW_UPLOADS = 100;
  private static final int SECONDS = 5;
  private static final int LARGE_UPLOADS = 32;
  private static final int LARGE_BYTES = 16 * 1024 * 1024;
  private static final String SLOT = "/" + StoreCalls.nameOf("slot");

  @Test
  void aHundredSlowUploadsKeepNobodyOutAndLeaveNothingWhenTheyAreCut() throws Exception {
    try (TigServer server = start("128m")) {
      List<SlowUpload> uploads = beginSlowUploads(server);
      try {
        Eventually.holds(
            "large beginnings lie in files",
            () -> directory().uploads().size() == SLOW_UPLOADS / 2);
        int others = serveWhileUploading(server, uploads);
        System.out.println("UploadsLoadIT: " + others + " requests served beside slow uploads");
        cut(uploads);
        Eventually.holds("nothing is left", () -> directory().uploads().isEmpty());
        assertThat(directory().blocks()).hasSize(others);
        assertServes(server, "after the cut");
      } finally {
        for (SlowUpload upload : uploads) {
          upload.close();
        }
      }
      server.process().terminate();
    }
    assertThat(directory().uploads()).isEmpty();
    assertThat(directory().appends()).isEmpty();
  }

  private static List<SlowUpload> beginSlowUploads(TigServer server) throws IOException {
    List<SlowUpload> uploads = new ArrayList<>();
    for (int number = 0; number < SLOW_UPLOADS; number++) {
      String path = List.of("/", SLOT, SLOT + "?append=1", SLOT + "?setifnot=1").get(number % 4);
      boolean chunked = number / 4 % 2 == 0;
      uploads.add(SlowUpload.begin(server, path, chunked, number < SLOW_UPLOADS / 2));
    }
    return uploads;
  }

  /** Seals and reads blocks until every upload has sent a byte a second, for some seconds. */
  private static int serveWhileUploading(TigServer server, List<SlowUpload> uploads)
      throws Exception {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger seconds = new AtomicInteger();
    ScheduledFuture<?> ticking =
        clock.scheduleAtFixedRate(() -> tick(uploads, seconds), 0, 1, TimeUnit.SECONDS);
    int others = 0;
    try {
      while (seconds.get() < SECONDS) {
        assertThat(ticking.isDone()).as("a byte could not be sent").isFalse();
        assertServes(server, "beside " + others++);
      }
    } finally {
      clock.shutdownNow();
      assertThat(clock.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    return others;
  }

  private static void tick(List<SlowUpload> uploads, AtomicInteger seconds) {
    try {
      for (SlowUpload upload : uploads) {
        upload.send(1);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the server let go of a slow upload", e);
    }
    seconds.incrementAndGet();
  }

  private static void cut(List<SlowUpload> uploads) throws IOException {
    for (int number = 0; number < uploads.size(); number++) {
      if (number / 8 % 2 == 0) {
        uploads.get(number).cut();
      } else {
        uploads.get(number).reset();
      }
    }
  }

  @Test
  void aServerThatIsToldToEndDuringUploadsLeavesNoPartOfThem() throws Exception {
    try (TigServer first = start("128m");
        SlowUpload sized = SlowUpload.begin(first, "/", false, true);
        SlowUpload chunked = SlowUpload.begin(first, SLOT, true, true)) {
      assertServes(first, "before");
      Eventually.holds("parts lie in files", () -> directory().uploads().size() == 2);
      assertThat(first.process().terminate()).isZero();
      assertThat(sized.answer()).doesNotContain("200");
      assertThat(chunked.answer()).doesNotContain("200");
    }
    try (TigServer second = start("128m")) {
      assertThat(directory().uploads()).isEmpty();
      assertThat(directory().appends()).isEmpty();
      assertThat(directory().blocks()).containsExactly(StoreCalls.nameOf("before"));
      assertServes(second, "before");
    }
  }

  @Test
  void largeUploadsInParallelSucceedInASmallHeap() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(LARGE_UPLOADS);
    try (TigServer server = start("64m")) {
      List<Callable<BlockName>> roundTrips = new ArrayList<>();
      for (int seed = 0; seed < LARGE_UPLOADS; seed++) {
        int own = seed;
        roundTrips.add(() -> sealAndRead(server, own));
      }
      for (Future<BlockName> roundTrip : clients.invokeAll(roundTrips)) {
        assertThat(directory().blocks()).contains(roundTrip.get());
      }
      assertThat(directory().blocks()).hasSize(LARGE_UPLOADS);
      assertThat(directory().uploads()).isEmpty();
      assertThat(server.process().outputText()).doesNotContain("OutOfMemoryError");
    } finally {
      clients.shutdownNow();
    }
  }

  private static BlockName sealAndRead(TigServer server, int seed) throws Exception {
    BlockName name = SeededBytes.nameOf(new SeededBytes(seed, LARGE_BYTES));
    HttpResponse<String> sealed =
        server.seal(
            BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> new SeededBytes(seed, LARGE_BYTES)),
                LARGE_BYTES));
    assertThat(sealed.statusCode()).isEqualTo(200);
    assertThat(sealed.body()).isEqualTo("/" + name);
    HttpResponse<InputStream> read =
        server.send(server.request(sealed.body()).GET(), BodyHandlers.ofInputStream());
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(SeededBytes.nameOf(read.body())).isEqualTo(name);
    return name;
  }
}
