package org.tigstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.TimeSource;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;
import org.tigstore.file.FileStoreSettings;
import org.tigstore.file.Verification;
import org.tigstore.protocol.Channel;

/**
 * Any program may give a block's file any time, even one that no calendar has. The block is served
 * and listed all the same, others are not harmed, and a touch or sweep puts the time right.
 */
class OddTimesTest {
  private static final Duration RETENTION = Duration.ofMinutes(10);
  private static EmbeddedNode node;

  @TempDir(factory = InMemory.class)
  Path directory;

  private FileBlockStore store;
  private BlockName odd;
  private BlockName oddSlot;
  private BlockName other;
  private Instant begin;

  /** A file system in memory keeps 64 bits of seconds; others bring a time into their range. */
  static final class InMemory implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
        throws IOException {
      return Files.isWritable(MEMORY)
          ? Files.createTempDirectory(MEMORY, "tig-odd-times")
          : Files.createTempDirectory("tig-odd-times");
    }
  }

  /** Powers of two and their neighbours, back and forward, and the last seconds of calendars. */
  private static LongStream seconds() {
    LongStream powers =
        LongStream.iterate(0, power -> power < 63, power -> power + 3)
            .map(power -> 1L << power)
            .flatMap(second -> LongStream.of(second, second - 1, -second));
    LongStream calendars =
        LongStream.of(
            ZonedDateTime.parse("9999-12-31T23:59:59Z").toEpochSecond(),
            ZonedDateTime.parse("9999-12-31T23:59:59Z").toEpochSecond() + 1,
            ZonedDateTime.parse("0000-01-01T00:00:00Z").toEpochSecond() - 1,
            Instant.MAX.getEpochSecond(),
            Instant.MAX.getEpochSecond() + 1,
            Instant.MIN.getEpochSecond() - 1,
            Long.MAX_VALUE / 1_000_000 + 1,
            Long.MAX_VALUE / 1000 + 1,
            Long.MAX_VALUE,
            Long.MIN_VALUE);
    return LongStream.concat(powers, calendars);
  }

  @BeforeAll
  static void start() throws Exception {
    node = EmbeddedNode.start();
  }

  @AfterAll
  static void stop() throws Exception {
    node.stop();
  }

  @BeforeEach
  void makeBlocks() throws IOException {
    begin = Instant.now();
    FileStoreSettings settings =
        new FileStoreSettings(
            directory,
            1000,
            0,
            Durability.NONE,
            Verification.CHANGED,
            Duration.ZERO,
            RETENTION.dividedBy(100));
    store = FileBlockStore.open(settings, Channel::refuseChange, TimeSource.SYSTEM);
    node.serve(store, RETENTION);
    odd = Bodies.seal(store, Bodies.of("odd"));
    oddSlot = Bodies.nameOf("slot");
    Bodies.write(store, oddSlot, "odd");
    other = Bodies.seal(store, Bodies.of("other"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Path fileOf(BlockName name) {
    return directory.resolve(name.toString());
  }

  /** Java itself cannot set every time. */
  private void setTime(long seconds) throws Exception {
    Process touch =
        new ProcessBuilder(
                "touch", "-d", "@" + seconds, fileOf(odd).toString(), fileOf(oddSlot).toString())
            .inheritIO()
            .start();
    assertThat(touch.waitFor()).isZero();
  }

  private void assertTouchedNow(BlockName name) throws IOException {
    assertThat(Files.getLastModifiedTime(fileOf(name)).toInstant()).isBetween(begin, Instant.now());
  }

  private void assertServed(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    String date = answer.headers().firstValue("Tig-Expires").orElseThrow();
    assertThat(date).matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
    assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
        .isBetween(Instant.EPOCH, Instant.now().plus(RETENTION));
  }

  @ParameterizedTest
  @MethodSource("seconds")
  void blocksAreServedAndListedAndATouchPutsTheTimeRight(long seconds) throws Exception {
    setTime(seconds);

    boolean future = seconds > begin.getEpochSecond();
    assertThat(store.newestFirst())
        .toIterable()
        .hasSize(3)
        .element(future ? 2 : 0)
        .isEqualTo(other);
    for (BlockName name : List.of(odd, oddSlot)) {
      assertServed(node.send("HEAD", "/" + name, ""));
      assertServed(node.send("GET", "/" + name + "?chtimes=0", ""));
      HttpResponse<String> answer = node.send("GET", "/" + name, "");
      assertServed(answer);
      assertThat(answer.body()).isEqualTo("odd");
      assertTouchedNow(name);
    }
  }

  @ParameterizedTest
  @MethodSource("seconds")
  void aSweepPutsAnImpossibleTimeRightAndDeletesWhatIsOld(long seconds) throws Exception {
    for (BlockName name : List.of(odd, oddSlot)) {
      assertServed(node.send("GET", "/" + name, ""));
    }
    setTime(seconds);

    store.expire(begin.minus(RETENTION));

    assertThat(Bodies.readText(store, other)).isEqualTo("other");
    boolean old = seconds >= 0 && seconds < begin.getEpochSecond();
    for (BlockName name : List.of(odd, oddSlot)) {
      if (old) {
        assertThat(fileOf(name)).doesNotExist();
      } else {
        assertTouchedNow(name);
        assertServed(node.send("GET", "/" + name, ""));
      }
    }
    assertThat(store.expire(begin.minus(RETENTION))).isZero();
  }
}
