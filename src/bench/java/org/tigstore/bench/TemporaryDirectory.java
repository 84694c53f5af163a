package org.tigstore.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory in memory that is gone when this process ends, however it is told to. */
final class TemporaryDirectory {
  private TemporaryDirectory() {}

  static Path make() throws IOException {
    Path directory = Files.createTempDirectory(Path.of("/dev/shm"), "tig-bench-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory), "end"));
    return directory;
  }

  private static void end(Path directory) {
    // Whoever still writes would leave files behind.
    ProcessHandle.current()
        .descendants()
        .forEach(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
    try {
      remove(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes a directory with all that is in it. */
  static void remove(Path directory) throws IOException, InterruptedException {
    new Command(List.of("rm", "-rf", directory.toString())).output();
  }
}
