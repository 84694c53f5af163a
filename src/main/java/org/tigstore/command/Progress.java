package org.tigstore.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * A line on the terminal that shows how far long work is: bytes, rate and time left. Shows nothing
 * for the first second, so short work leaves no trace. Safe for any number of threads.
 */
final class Progress implements AutoCloseable {
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();
  private static final long SILENT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int BAR = 20;
  private static final String ERASE = "\r\033[K";

  private final boolean shown;
  private final String what;
  private final long total;
  private final long start = System.nanoTime();
  private long done;
  private long next = start + SILENT_NANOS;
  private boolean drawn;

  /**
   * Of work that begins now.
   *
   * @param shown whether anything is shown at all
   * @param what is done, in a word or two
   * @param total how many bytes; negative if that is not known
   */
  Progress(boolean shown, String what, long total) {
    this.shown = shown;
    this.what = what;
    this.total = total;
  }

  /** Whether standard error is a terminal that can erase lines. */
  static boolean isPossible() {
    String terminal = System.getenv("TERM");
    return System.getenv("NO_COLOR") == null
        && terminal != null
        && !terminal.equals("dumb")
        && isTerminal();
  }

  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      // Not on Linux, where Java cannot tell.
      return false;
    }
  }

  /** So many more bytes are done. */
  synchronized void add(long bytes) {
    done += bytes;
    long now = System.nanoTime();
    if (shown && now - next >= 0) {
      next = now + PAUSE_NANOS;
      drawn = true;
      System.err.print(ERASE + line(Duration.ofNanos(now - start)));
    }
  }

  /** What the line says after this time. */
  String line(Duration elapsed) {
    double rate = done / Math.max(1e-3, elapsed.toNanos() / 1e9);
    String head = what + " " + size(done);
    String tail = "  " + size((long) rate) + "/s";
    if (total <= 0) {
      return head + tail;
    }
    int filled = (int) Math.min(BAR, BAR * done / total);
    String bar = "#".repeat(filled) + ".".repeat(BAR - filled);
    long left = (long) (Math.max(0, total - done) / Math.max(1, rate));
    return String.format(
        Locale.ROOT,
        "%s of %s  %s %d %%%s  %d:%02d left",
        head,
        size(total),
        bar,
        Math.min(100, 100 * done / total),
        tail,
        left / 60,
        left % 60);
  }

  /** A number of bytes, for people. */
  static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, units[unit]);
  }

  /** Makes room for other output; the line comes back. */
  synchronized void erase() {
    if (drawn) {
      drawn = false;
      System.err.print(ERASE);
    }
  }

  @Override
  public void close() {
    erase();
  }
}
