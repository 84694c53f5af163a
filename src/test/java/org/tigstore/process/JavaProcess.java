package org.tigstore.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A forked process whose output is read line by line, errors among it; gone when it is closed. */
final class JavaProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 600;

  private final Process process;
  private final Thread reader;
  private final BlockingQueue<Optional<String>> unread = new LinkedBlockingQueue<>();
  private final List<String> output = new ArrayList<>();

  JavaProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::readOutput, "output of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        remember(line);
      }
    } catch (IOException e) {
      remember("the output broke off: " + e);
    } finally {
      unread.add(Optional.empty());
    }
  }

  private void remember(String line) {
    synchronized (output) {
      output.add(line);
    }
    unread.add(Optional.of(line));
  }

  /** The next line that nobody has asked for yet; empty once the process has closed its output. */
  Optional<String> nextLine() throws InterruptedException {
    Optional<String> line = unread.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("the process is silent after\n" + outputText());
    }
    if (line.isEmpty()) {
      unread.add(line);
    }
    return line;
  }

  /** What follows this beginning on the first line that has it. */
  String awaitLine(String beginning) throws InterruptedException {
    for (Optional<String> line = nextLine(); line.isPresent(); line = nextLine()) {
      if (line.get().startsWith(beginning)) {
        return line.get().substring(beginning.length());
      }
    }
    throw new AssertionError("no line begins with \"" + beginning + "\" in\n" + outputText());
  }

  /** Sends SIGKILL, and returns when the process is gone and all its output read. */
  void kill() throws InterruptedException {
    // Not by way of the process itself, which would throw its unread output away.
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  /** Sends SIGTERM, and returns the exit code. */
  int terminate() throws InterruptedException {
    process.toHandle().destroy();
    return awaitEnd();
  }

  /** Closes the process's input, and returns the exit code. */
  int closeInput() throws IOException, InterruptedException {
    process.getOutputStream().close();
    return awaitEnd();
  }

  /** Returns the exit code once the process has ended by itself. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the process does not end after\n" + outputText());
    }
    reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    return process.exitValue();
  }

  /** Everything that the process has said so far. */
  List<String> output() {
    synchronized (output) {
      return List.copyOf(output);
    }
  }

  /** As {@link #output()}, in one text. */
  String outputText() {
    return String.join("\n", output());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
