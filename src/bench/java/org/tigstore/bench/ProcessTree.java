package org.tigstore.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A process with its children, and what they have used together. */
final class ProcessTree implements Closeable {
  private static final int CLOCK_TICKS_PER_SECOND = 100;
  private static final String FORGET_PEAK_MEMORY = "5";

  /** Fields of {@code /proc/PID/stat} behind the command's name. */
  private static final int USER_TIME = 11;

  private static final int SYSTEM_TIME = 12;

  private final Process root;

  ProcessTree(Process root) {
    this.root = root;
  }

  boolean isAlive() {
    return root.isAlive();
  }

  private List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(root.toHandle()), root.descendants()).toList();
  }

  private static Path file(ProcessHandle process, String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }

  /** The processor time so far. */
  double processorSeconds() throws IOException {
    return seconds(USER_TIME) + systemSeconds();
  }

  /** The part of the processor time that the system's kernel took. */
  double systemSeconds() throws IOException {
    return seconds(SYSTEM_TIME);
  }

  private double seconds(int field) throws IOException {
    long ticks = 0;
    for (ProcessHandle one : processes()) {
      String state = Files.readString(file(one, "stat"));
      ticks += Long.parseLong(state.substring(state.lastIndexOf(')') + 2).split(" ", -1)[field]);
    }
    return (double) ticks / CLOCK_TICKS_PER_SECOND;
  }

  /** Begins the peak of the memory afresh. */
  void forgetPeakMemory() throws IOException {
    for (ProcessHandle one : processes()) {
      Files.writeString(file(one, "clear_refs"), FORGET_PEAK_MEMORY);
    }
  }

  /** The most memory held since the peak was forgotten, in bytes; shared memory counts for each. */
  long peakMemory() throws IOException {
    long kibibytes = 0;
    for (ProcessHandle one : processes()) {
      kibibytes +=
          Files.readString(file(one, "status"))
              .lines()
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
    }
    return kibibytes * 1024;
  }

  @Override
  public void close() {
    processes().forEach(ProcessHandle::destroy);
    root.onExit().join();
  }
}
