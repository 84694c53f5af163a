package org.tigstore.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Mounts that nobody else sees: a process started under {@link #command} mounts file systems in a
 * name space of its own, which takes them along when the process ends, however it ends.
 */
final class MountNamespace {
  private static final List<List<String>> COMMANDS =
      List.of(List.of("unshare", "-m"), List.of("unshare", "-Urm"));

  private MountNamespace() {}

  /** What to start a process with so that it may mount; fails saying what is missing. */
  static List<String> command(Path directory) throws IOException, InterruptedException {
    StringBuilder failures = new StringBuilder();
    for (List<String> command : COMMANDS) {
      List<String> trial = new ArrayList<>(command);
      trial.addAll(mountTmpfs(directory));
      String failure = failureOf(trial);
      if (failure.isEmpty()) {
        return command;
      }
      failures.append('\n').append(String.join(" ", trial)).append(": ").append(failure);
    }
    throw new AssertionError(
        "this test needs to mount a tmpfs, with unshare and mount of util-linux, as root with"
            + " CAP_SYS_ADMIN or where unprivileged user name spaces are allowed:"
            + failures);
  }

  /** Mounts a new file system of one mebibyte. */
  static void mountSmall(Path directory) throws IOException, InterruptedException {
    run(mountTmpfs(directory));
  }

  /** Mounts a new file system for so many files and directories. */
  static void mountWithInodes(Path directory, int inodes) throws IOException, InterruptedException {
    mountSmall(directory);
    run(List.of("mount", "-o", "remount,nr_inodes=" + inodes, directory.toString()));
  }

  private static List<String> mountTmpfs(Path directory) {
    return List.of("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", directory.toString());
  }

  /**
   * Makes everything under the directory read-only. A mount on top of it, as a file system with a
   * file open for writing, the lock, cannot be made read-only itself.
   */
  static void coverReadOnly(Path directory) throws IOException, InterruptedException {
    run(List.of("mount", "--bind", directory.toString(), directory.toString()));
    run(List.of("mount", "-o", "remount,bind,ro", directory.toString()));
  }

  /** Takes the uppermost mount away. */
  static void uncover(Path directory) throws IOException, InterruptedException {
    run(List.of("umount", "--lazy", directory.toString()));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    String failure = failureOf(command);
    if (!failure.isEmpty()) {
      throw new AssertionError(String.join(" ", command) + ": " + failure);
    }
  }

  /** What went wrong; empty if nothing did. */
  private static String failureOf(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    int code = process.waitFor();
    return code == 0 ? "" : "exit code " + code + ", " + output;
  }
}
