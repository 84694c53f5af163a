package org.tigstore.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A server's calls of the file system for one data directory, which fail as a test says, and are
 * recorded. {@code src/test/native/faults.c}, preloaded under the server, does both.
 */
final class Faults {
  private static final String SOURCE = "src/test/native/faults.c";
  private static final int CONTROL_BYTES = 4096;
  private static final int CALLS_BYTES = 64;
  private static final int WHERE_BYTES = 256;

  /** A kind of call. */
  enum Call {
    OPEN,
    READ,
    WRITE,
    SYNC,
    RENAME,
    LINK,
    UNLINK,
    STAT,
    TRUNCATE,
    TIMES,
    MODE,
    LIST,
    CLOSE
  }

  /** What a call fails with, on Linux. */
  enum Errno {
    EPERM(1),
    EIO(5),
    ENOMEM(12),
    EACCES(13),
    ENODEV(19),
    ENFILE(23),
    EMFILE(24),
    EFBIG(27),
    ENOSPC(28),
    EROFS(30),
    ESTALE(116),
    EUCLEAN(117),
    EDQUOT(122);

    private final int number;

    Errno(int number) {
      this.number = number;
    }
  }

  /**
   * Which calls fail.
   *
   * @param where a pattern of paths below the data directory as of {@code fnmatch}, where an
   *     asterisk does not stand for a slash; a dot for the directory itself, empty for all
   * @param skip how many are let pass first
   * @param count how many fail then
   * @param every of how many of these one fails
   */
  record Rule(List<Call> calls, Errno errno, String where, int skip, int count, int every) {
    /** Every call of these kinds. */
    static Rule all(Errno errno, Call... calls) {
      return new Rule(List.of(calls), errno, "", 0, Integer.MAX_VALUE, 1);
    }

    /** The call of this kind after so many. */
    static Rule after(int skip, Call call, Errno errno) {
      return new Rule(List.of(call), errno, "", skip, 1, 1);
    }
  }

  private final Path library;
  private final Path data;
  private final Path file;
  private final Path record;
  private final MappedByteBuffer control;

  /** The calls for this directory; the other one is for the library and what it needs. */
  Faults(Path data, Path temporary) throws IOException, InterruptedException {
    this.data = data.toRealPath();
    this.library = compile(temporary);
    this.file = temporary.resolve("faults").toAbsolutePath();
    this.record = temporary.resolve("calls").toAbsolutePath();
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      this.control = channel.map(MapMode.READ_WRITE, 0, CONTROL_BYTES);
    }
    control.order(ByteOrder.nativeOrder());
  }

  private static Path compile(Path directory) throws IOException, InterruptedException {
    Path library = directory.resolve("faults.so").toAbsolutePath();
    Process compiler =
        new ProcessBuilder(
                "gcc",
                "-Wall",
                "-Werror",
                "-fPIC",
                "-shared",
                SOURCE,
                "-ldl",
                "-o",
                library.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(compiler.getInputStream().readAllBytes(), UTF_8);
    assertThat(compiler.waitFor()).as(output).isZero();
    return library;
  }

  /**
   * The command that starts a program under these faults; its data directory has to be given as
   * {@link #data}.
   */
  List<String> command(boolean recording) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "LD_PRELOAD=" + library,
                "TIG_FAULTS_ROOT=" + data,
                "TIG_FAULTS_CONTROL=" + file));
    if (recording) {
      command.add("TIG_FAULTS_RECORD=" + record);
    }
    return command;
  }

  /** The data directory as the server has to be told it. */
  Path data() {
    return data;
  }

  /** Lets calls fail from now on, and no others. */
  void set(Rule rule) {
    heal();
    String calls = rule.calls.stream().map(call -> " " + call + " ").collect(joining());
    control.putInt(4, rule.errno.number);
    control.putInt(8, rule.skip);
    control.putInt(12, rule.count);
    control.putInt(16, rule.every);
    control.putInt(20, 0);
    control.putInt(24, 0);
    control.put(32, Arrays.copyOf(calls.getBytes(UTF_8), CALLS_BYTES));
    control.put(96, Arrays.copyOf(rule.where.getBytes(UTF_8), WHERE_BYTES));
    VarHandle.fullFence();
    control.putInt(0, 1);
  }

  /** Lets no call fail from now on. */
  void heal() {
    control.putInt(0, 0);
    VarHandle.fullFence();
  }

  /** How many calls have failed since the last rule was set. */
  int failed() {
    return control.getInt(24);
  }

  /** What the server has called so far, and answered. */
  List<String> recorded() throws IOException {
    return Files.readAllLines(record);
  }
}
