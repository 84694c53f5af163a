package org.tigstore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Something that writes blocks of 4 KiB durably, as fast as so many writers can. */
@FunctionalInterface
interface Writers {
  int BLOCK_BYTES = 4096;

  /** How many writes a second were done. */
  double writesPerSecond(int writers, int seconds) throws IOException, InterruptedException;

  /**
   * A program that takes an empty directory, a number of writers and seconds, and prints how many
   * writes a second it did. Each run gets a directory of its own under this one.
   */
  static Writers program(Path directory, String... line) {
    return (writers, seconds) -> {
      List<String> whole = new ArrayList<>(List.of(line));
      whole.add(Files.createTempDirectory(directory, "run-").toString());
      whole.add(Integer.toString(writers));
      whole.add(Integer.toString(seconds));
      return Double.parseDouble(new Command(whole).output());
    };
  }

  /** As many connections to a server. */
  static Writers connections(HttpServer server) {
    WrkRequest unique = WrkRequest.unique(server.address(), "/", BLOCK_BYTES);
    return (writers, seconds) -> {
      Answers answers = unique.send(writers, seconds);
      if (answers.failures() > 0) {
        throw new IOException(answers.failures() + " writes failed");
      }
      return answers.count() / answers.seconds();
    };
  }
}
