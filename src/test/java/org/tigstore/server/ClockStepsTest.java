package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.Seed;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.block.SlotGuard;
import org.tigstore.block.Touch;

/**
 * Whatever the wall clock does, no block expires before a retention has passed since its last
 * touch, and none stays for ever. The wall clock and the monotonic clock are moved by hand.
 */
class ClockStepsTest {
  private static final Duration RETENTION = Duration.ofDays(7);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration ALMOST = RETENTION.minus(SECOND);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** A stop of up to so long is taken to be one. */
  private static final Duration LONGEST_STOP = RETENTION.plus(RETENTION.dividedBy(100));

  private static final BlockName BLOCK = Bodies.nameOf("slot");

  /** Many steps would fill the log of the build. */
  private static final Logger LOGGER = Logger.getLogger(Maintenance.class.getPackageName());

  @TempDir Path directory;
  private final ManualClock clock = new ManualClock();
  private final MemoryBlockStore store = new MemoryBlockStore(1000, SlotGuard.NONE, clock);
  private final Instant begin = clock.instant();
  private final long beginNanos = clock.nanos();
  private Path work;
  private Path record;
  private Maintenance maintenance;

  @BeforeAll
  static void silence() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    LOGGER.setLevel(null);
  }

  @BeforeEach
  void start() throws IOException {
    work = Files.createDirectory(directory.resolve(".tigstore"));
    record = work.resolve("last-sweep");
    restart();
    Bodies.write(store, BLOCK, "value");
  }

  private void restart() {
    Map<String, String> properties =
        Map.of("tig.data", directory.toString(), "tig.retention", RETENTION.toString());
    Settings settings =
        Settings.read(new SettingSources(properties, Map.of(), name -> null), Optional.empty());
    maintenance = new Maintenance(store, settings, clock);
    work();
  }

  private void work() {
    maintenance.runDueTasks();
    maintenance.sweepIfDueFor(Duration.ZERO);
  }

  /** Lets so much time pass in the given number of pieces, and does what is due after each. */
  private void pass(Duration duration, int pieces) {
    for (int piece = 0; piece < pieces; piece++) {
      clock.pass(duration.dividedBy(pieces));
      work();
    }
  }

  private void step(Duration step) {
    clock.step(step);
    work();
    clock.pass(INTERVAL);
    work();
  }

  private boolean has(BlockName name) {
    return store.read(name, Touch.KEEP).isPresent();
  }

  /** From less than anybody notices to years, within the times that every file system keeps. */
  private static Stream<Duration> sizes() {
    return Stream.of(
        Duration.ofNanos(1),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofHours(2),
        RETENTION.minusSeconds(1),
        RETENTION,
        LONGEST_STOP.plus(INTERVAL).plusSeconds(1),
        Duration.ofDays(10),
        Duration.ofDays(400),
        Duration.ofDays(6_000));
  }

  private static Stream<Duration> steps() {
    return sizes().flatMap(size -> Stream.of(size, size.negated()));
  }

  private static Stream<Duration> implausibleStops() {
    return steps().filter(step -> step.isNegative() || step.compareTo(RETENTION) > 0);
  }

  private void assertLivesForARetention() {
    pass(ALMOST.minus(INTERVAL.multipliedBy(2)), 50);
    assertThat(has(BLOCK)).as("within the retention").isTrue();
    pass(RETENTION.multipliedBy(2), 100);
    assertThat(has(BLOCK)).as("long after the retention").isFalse();
    assertThat(maintenance.behind()).isZero();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aBlockOutlivesAStepOfTheWallClock(Duration step) {
    step(step);

    assertLivesForARetention();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aBlockThatIsTouchedAfterAStepLivesForARetention(Duration step) {
    step(step);
    store.read(BLOCK, Touch.RENEW);

    assertLivesForARetention();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aBlockOutlivesAStepThatIsTakenBack(Duration step) {
    step(step);
    step(step.negated());

    assertLivesForARetention();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aBlockThatIsTouchedBetweenAStepAndTheReturnLivesForARetention(Duration step) {
    step(step);
    store.read(BLOCK, Touch.RENEW);
    step(step.negated());

    assertLivesForARetention();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aBlockOutlivesAStepThatARestartFollows(Duration step) {
    step(step);
    restart();

    assertLivesForARetention();
  }

  @ParameterizedTest
  @MethodSource("implausibleStops")
  void aBlockOutlivesAStepWhileTheNodeIsStopped(Duration step) {
    clock.step(step);
    restart();
    restart();

    assertLivesForARetention();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 99})
  void timeWhileTheNodeIsStoppedCountsAsTime(int percent) {
    pass(RETENTION.multipliedBy(100 - percent).dividedBy(100), 10);
    clock.pass(RETENTION.multipliedBy(percent).dividedBy(100).minus(SECOND));
    restart();
    assertThat(has(BLOCK)).isTrue();
    assertThat(maintenance.clockSteps()).isZero();

    clock.pass(RETENTION.dividedBy(50));
    restart();
    assertThat(has(BLOCK)).isFalse();
  }

  @Test
  void withoutTheTimeOfALastSweepTheWallClockIsBelievedAtStart() throws IOException {
    Files.delete(record);
    clock.step(Duration.ofDays(10));
    restart();

    assertThat(has(BLOCK)).isFalse();
    assertThat(maintenance.behind()).isZero();
    assertThat(record).exists();
  }

  @Test
  void manySmallStepsDoNotAddUp() {
    for (int i = 0; i < 1000; i++) {
      clock.step(Duration.ofMinutes(59));
      pass(SECOND, 1);
    }

    assertThat(has(BLOCK)).isTrue();
  }

  @Test
  void blocksOfBeforeAStepForwardExpireOnTime() throws IOException {
    pass(RETENTION.dividedBy(2), 10);
    BlockName later = Bodies.nameOf("later");
    Bodies.write(store, later, "value");
    step(Duration.ofDays(10));

    pass(RETENTION.dividedBy(2).plus(RETENTION.dividedBy(20)), 10);

    assertThat(has(BLOCK)).isFalse();
    assertThat(has(later)).isTrue();
  }

  @Test
  void aStepForwardIsShownUntilARetentionHasPassed() {
    assertThat(maintenance.behind()).isZero();
    step(Duration.ofDays(10));
    assertThat(maintenance.behind()).isEqualTo(Duration.ofDays(10));
    assertThat(maintenance.clockSteps()).isEqualTo(1);

    pass(ALMOST.minus(INTERVAL), 10);
    assertThat(maintenance.behind()).isEqualTo(Duration.ofDays(10));
    pass(RETENTION.dividedBy(50), 10);
    assertThat(maintenance.behind()).isZero();
    assertThat(maintenance.clockSteps()).isEqualTo(1);
  }

  @Test
  void aStepForwardIsShownUntilItIsTakenBack() {
    step(Duration.ofDays(10));
    step(Duration.ofDays(-10));

    assertThat(maintenance.behind()).isZero();
    assertThat(maintenance.clockSteps()).isEqualTo(2);
  }

  @Test
  void whoDeletesTheFileConfirmsTheWallClock() throws IOException {
    step(Duration.ofDays(10));
    assertThat(has(BLOCK)).isTrue();

    Files.delete(record);
    pass(INTERVAL, 1);

    assertThat(has(BLOCK)).isFalse();
    assertThat(maintenance.behind()).isZero();
    assertThat(record).exists();
  }

  @Test
  void aDirectoryThatIsGoneConfirmsNothing() throws IOException {
    step(Duration.ofDays(10));
    Path elsewhere = directory.resolve("elsewhere");
    Files.move(work, elsewhere);
    pass(INTERVAL, 1);
    Files.move(elsewhere, work);
    pass(INTERVAL, 1);

    assertThat(has(BLOCK)).isTrue();
    assertThat(maintenance.behind()).isEqualTo(Duration.ofDays(10));
  }

  @Test
  void deletingTheFileWithoutAStepChangesNothing() throws IOException {
    Files.delete(record);
    pass(INTERVAL, 1);
    assertThat(record).exists();
    step(Duration.ofDays(10));

    assertThat(has(BLOCK)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {-(1L << 40), -1, 0, 4_000_000_000L, 1L << 40})
  void anyTimesOfTheFileHarmNobodyForLong(long seconds) throws IOException {
    FileTime time = FileTime.from(Instant.ofEpochSecond(seconds));
    Files.getFileAttributeView(record, BasicFileAttributeView.class).setTimes(time, time, null);
    restart();

    assertLivesForARetention();
  }

  /** What happens to the clocks, blocks and node is chosen at random. */
  @RepeatedTest(50)
  void noBlockExpiresEarlyAndNoneStaysWhateverTheWallClockDoes() throws IOException {
    Random random = new Random(Seed.of(ClockStepsTest.class));
    Map<BlockName, Long> touched = new HashMap<>();
    for (int action = 0; action < 60; action++) {
      switch (random.nextInt(4)) {
        case 0 -> pass(RETENTION.dividedBy(1 + random.nextInt(100)), 1);
        case 1 -> step(randomStep(random));
        case 2 -> {
          BlockName name = Bodies.nameOf("slot " + random.nextInt(5));
          Bodies.write(store, name, "value");
          touched.put(name, clock.nanos());
        }
        default -> restart();
      }
      touched.values().removeIf(time -> clock.nanos() - time > ALMOST.toNanos());
      assertThat(touched.keySet()).allMatch(this::has);
    }
    pass(RETENTION.multipliedBy(4), 100);
    assertThat(store.newestFirst()).isExhausted();
  }

  /** Leads to one of the sizes ahead of the time that has passed, or behind it. */
  private Duration randomStep(Random random) {
    Duration lead = Duration.between(begin, clock.instant()).minusNanos(clock.nanos() - beginNanos);
    List<Duration> leads = steps().toList();
    return leads.get(random.nextInt(leads.size())).minus(lead);
  }
}
