package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.Seed;
import org.tigstore.block.BlockName;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;

/**
 * Processes killed while they write lose nothing that they acknowledged, and tear nothing. The
 * system property {@code tig.killRounds} says how many are killed; what they write and for how long
 * comes from a {@link Seed}.
 */
class KillIT {
  private static final int ROUNDS = Integer.getInteger("tig.killRounds", 40);
  private static final int ROUNDS_IN_A_DIRECTORY = 10;

  /** In one round of so many, the process is killed while it appends. */
  private static final int ROUNDS_WITH_AN_APPEND = 4;

  private static final int MOST_LINES_IN_A_ROUND = 150;

  @TempDir(factory = UnderTarget.class)
  private Path directories;

  private final long seed = Seed.of(KillIT.class);
  private final Random random = new Random(seed);
  private int acknowledged;
  private int roundsWithUploads;
  private int roundsWithAppends;
  private int tornAppends;

  @Test
  void keepsEveryAcknowledgedWriteWholeThroughEverySigkill() throws Exception {
    for (int first = 0; first < ROUNDS; first += ROUNDS_IN_A_DIRECTORY) {
      Path path = Files.createDirectory(directories.resolve("from-" + first));
      fillAndKill(new StoreDirectory(path), first, Math.min(ROUNDS, first + ROUNDS_IN_A_DIRECTORY));
    }
    System.out.printf(
        "KillIT: %d rounds, %d operations acknowledged, unfinished uploads after %d rounds,"
            + " unfinished appends after %d, %d of them torn%n",
        ROUNDS, acknowledged, roundsWithUploads, roundsWithAppends, tornAppends);
    assertThat(acknowledged).isGreaterThan(10 * ROUNDS);
    assertThat(roundsWithUploads).isPositive();
    assertThat(roundsWithAppends).isPositive();
  }

  private void fillAndKill(StoreDirectory directory, int first, int end) throws Exception {
    Ledger ledger = new Ledger();
    for (int round = first; round < end; round++) {
      Durability durability = round % 2 == 0 ? Durability.NONE : Durability.FSYNC;
      writeAndKill(directory, durability, round, ledger);
      countLeftovers(directory);
      List<String> unfinished = directory.hasWork() ? directory.appends() : List.of();
      try (FileBlockStore store = directory.open(durability)) {
        assertThat(directory.uploads()).isEmpty();
        assertThat(directory.appends()).isEmpty();
        for (String mark : unfinished) {
          assertUndone(directory, mark);
        }
        StoreCalls calls = new StoreCalls(store);
        ledger.check(calls, round);
        if (round == end - 1) {
          ledger.checkAll(calls, directory.blocks());
        }
      }
    }
  }

  /** Lets a process write until it has said a random number of lines: none while it opens. */
  private void writeAndKill(
      StoreDirectory directory, Durability durability, int round, Ledger ledger) throws Exception {
    try (JavaProcess process =
        new JavaCommand(WritingProcess.class)
            .with("-Xmx64m")
            .start(
                directory.path().toString(),
                durability.name(),
                Integer.toString(round),
                Long.toString(seed))) {
      process.awaitLine("opening");
      int lines = random.nextInt(MOST_LINES_IN_A_ROUND);
      for (int line = 0; line < lines; line++) {
        assertThat(process.nextLine()).as("line while the process lives").isPresent();
      }
      if (random.nextInt(ROUNDS_WITH_AN_APPEND) == 0) {
        awaitAppend(directory);
      }
      process.kill();
      List<String> output = process.output();
      output.subList(1, output.size()).forEach(ledger::acknowledge);
      acknowledged += output.size() - 1;
    }
  }

  /** Returns while an append is under way, for all that can be seen. */
  private static void awaitAppend(StoreDirectory directory) throws Exception {
    Eventually.holds("the store is open", directory::hasWork);
    Eventually.holds("an append is under way", () -> !directory.appends().isEmpty());
  }

  private void countLeftovers(StoreDirectory directory) throws IOException {
    if (directory.hasWork()) {
      roundsWithUploads += directory.uploads().isEmpty() ? 0 : 1;
      roundsWithAppends += directory.appends().isEmpty() ? 0 : 1;
      for (String mark : directory.appends()) {
        tornAppends += Piece.areWhole(Files.readAllBytes(fileOf(directory, mark))) ? 0 : 1;
      }
    }
  }

  /** A mark is a block's name, a hyphen, and the length that the block had before the append. */
  private static void assertUndone(StoreDirectory directory, String mark) {
    long length = Long.parseLong(mark.substring(BlockName.LENGTH + 1));
    assertThat(fileOf(directory, mark)).hasSize(length);
  }

  private static Path fileOf(StoreDirectory directory, String mark) {
    return directory.path().resolve(mark.substring(0, BlockName.LENGTH));
  }
}
