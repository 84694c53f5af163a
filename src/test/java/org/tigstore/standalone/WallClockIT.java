package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;

/** A process whose wall clock is set forward and back while it runs; its monotonic clock is not. */
class WallClockIT {
  private static final Path SOURCE = Path.of("src/test/native/clock.c");
  private static final Duration RETENTION = Duration.ofHours(1);

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path directory;
  private Path data;
  private Path step;
  private TigProcess process;
  private URI address;

  @BeforeEach
  void start() throws Exception {
    data = directory.resolve("data");
    step = directory.resolve("step");
    setClock(Duration.ZERO);
    Path library = directory.resolve("clock.so");
    Process compiler =
        new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), SOURCE.toString())
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).as("gcc").isZero();
    process =
        TigProcess.start(
            TigProcess.thisJava(),
            List.of(),
            Map.of("LD_PRELOAD", library.toString(), "CLOCK_STEP", step.toString()),
            "--data",
            data.toString(),
            "--port",
            "0",
            "--retention",
            "1h",
            "--sweep-interval",
            "1s");
    address = process.awaitAddress();
  }

  @AfterEach
  void stop() throws IOException {
    process.close();
  }

  /** In place: the process has mapped the file. */
  private void setClock(Duration ahead) throws IOException {
    ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    Files.write(
        step,
        seconds.putLong(ahead.toSeconds()).array(),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address.resolve(path))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private Path stored(String text) throws Exception {
    HttpResponse<String> answer = send("PUT", "/", text);
    assertThat(answer.statusCode()).isEqualTo(200);
    return data.resolve(answer.body().substring(1));
  }

  private double figure(String name) throws Exception {
    String metrics = send("GET", "/metrics", "").body();
    Matcher line = Pattern.compile("(?m)^" + name + " (.*)$").matcher(metrics);
    assertThat(line.find()).as(name + " in " + metrics).isTrue();
    return Double.parseDouble(line.group(1));
  }

  private static Instant touched(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  /** Returns when two searches have found what they have to, the second from its beginning on. */
  private void awaitSearch(Instant expired) throws Exception {
    for (String text : List.of("one", "two")) {
      Path old = stored(text + expired);
      Files.setLastModifiedTime(old, FileTime.from(expired));
      Eventually.holds("a search for expired blocks", () -> Files.notExists(old));
    }
  }

  @Test
  void expiryAndTheWatchOnTheDiskOutliveAWallClockThatIsSet() throws Exception {
    Path block = stored("a block that is in use");

    setClock(Duration.ofDays(10));
    Eventually.holds(
        "the step forward is shown", () -> figure("tig_expiry_behind_seconds") > 800_000);
    awaitSearch(Instant.now().minus(RETENTION.multipliedBy(2)));
    assertThat(block).exists();
    assertThat(process.errorLines())
        .anyMatch(line -> line.contains("ahead of the time that has passed"));

    Files.delete(data.resolve(".tigstore/last-sweep"));
    Eventually.holds("the operator confirms the clock", () -> Files.notExists(block));
    assertThat(figure("tig_expiry_behind_seconds")).isZero();

    Path later = stored("a block of before a step back");
    Instant before = touched(later);
    setClock(RETENTION.multipliedBy(-2));
    Eventually.holds("a time in the future is put right", () -> touched(later).isBefore(before));
    awaitSearch(Instant.now().minus(RETENTION.multipliedBy(4)));
    assertThat(later).exists();
    assertThat(figure("tig_clock_steps_total")).isEqualTo(2);

    assertThat(send("GET", "/health/ready", "").statusCode()).isEqualTo(200);
    Files.move(data, directory.resolve("elsewhere"));
    Eventually.holds(
        "the disk is watched", () -> send("GET", "/health/ready", "").statusCode() == 503);
  }
}
