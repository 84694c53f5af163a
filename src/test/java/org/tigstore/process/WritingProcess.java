package org.tigstore.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.file.Durability;

/**
 * A process that writes on many threads until it is killed, and says a line of each operation that
 * has returned: the verb, the block's name, and the identity of what was written.
 */
final class WritingProcess {
  /** The slots, each written by one thread. */
  static final List<String> SLOTS = List.of("slot0", "slot1");

  /** The slots that all appending threads append to. */
  static final List<String> LOGS = List.of("log0", "log1");

  private static final int ATTEMPTS = 1_000_000;
  private static final int LARGE_EVERY = 8;
  private static final FileOutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

  private final StoreCalls calls;
  private final int round;
  private final long seed;

  private WritingProcess(StoreCalls calls, int round, long seed) {
    this.calls = calls;
    this.round = round;
    this.seed = seed;
  }

  /** Takes a directory, a durability, the number of the round, and the seed of all rounds. */
  public static void main(String[] arguments) throws IOException {
    StoreDirectory directory = new StoreDirectory(Path.of(arguments[0]));
    Durability durability = Durability.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    say("opening");
    StoreCalls calls = new StoreCalls(directory.open(durability));
    new WritingProcess(calls, Integer.parseInt(arguments[2]), Long.parseLong(arguments[3])).start();
  }

  /** One write that returned if it did not throw. */
  @FunctionalInterface
  private interface Attempt {
    void make(String writer, int sequence, Random random) throws IOException;
  }

  private void start() {
    SLOTS.forEach(slot -> repeat(slot, this::write));
    List.of("sealer0", "sealer1").forEach(writer -> repeat(writer, this::seal));
    List.of("appender0", "appender1").forEach(writer -> repeat(writer, this::append));
    List.of("racer0", "racer1").forEach(writer -> repeat(writer, this::race));
  }

  private void repeat(String writer, Attempt attempt) {
    new Thread(() -> run(writer, attempt)).start();
  }

  private void run(String writer, Attempt attempt) {
    Random random = new Random(Objects.hash(seed, round, writer));
    try {
      for (int sequence = 0; sequence < ATTEMPTS; sequence++) {
        attempt.make(writer, sequence, random);
      }
    } catch (IOException | RuntimeException | Error e) {
      say("failed " + e);
    }
  }

  private void write(String slot, int sequence, Random random) throws IOException {
    BlockName name = StoreCalls.nameOf(slot);
    Identity identity = new Identity(round, slot, sequence);
    calls.write(name, Piece.random(identity, random));
    say("wrote " + name + " " + identity);
  }

  private void seal(String writer, int sequence, Random random) throws IOException {
    Identity identity = new Identity(round, writer, sequence);
    say("sealed " + calls.seal(Piece.random(identity, random)) + " " + identity);
  }

  private void append(String writer, int sequence, Random random) throws IOException {
    Identity identity = new Identity(round, writer, sequence);
    for (String log : LOGS) {
      BlockName name = StoreCalls.nameOf(log);
      boolean large = random.nextInt(LARGE_EVERY) == 0;
      calls.append(name, large ? Piece.large(identity, random) : Piece.random(identity, random));
      say("appended " + name + " " + identity);
    }
  }

  private void race(String writer, int sequence, Random random) throws IOException {
    BlockName name = StoreCalls.nameOf("race " + round + " " + sequence);
    Identity identity = new Identity(round, writer, sequence);
    try {
      calls.setIfNot(name, Piece.random(identity, random));
      say("won " + name + " " + identity);
    } catch (RefusedException e) {
      if (e.refusal() != Refusal.TAKEN) {
        throw e;
      }
    }
  }

  /** One line in one step, so that a line is there or is not. */
  private static void say(String line) {
    try {
      OUTPUT.write((line + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("nobody listens", e);
    }
  }
}
