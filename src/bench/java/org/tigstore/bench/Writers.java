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
  static Writers connections(Server server) {
    // Does not have what it wrote deleted: see Fsync on deletions.
    Work.Request unique = Work.Request.unique(server.address(), "/", BLOCK_BYTES);
    Work.Request kept =
        new Work.Request(unique.script(), unique.address(), unique.variables(), false);
    return (writers, seconds) -> {
      Result result = kept.over(writers).run(server, seconds);
      if (result.failures() > 0) {
        throw new IOException(result.failures() + " writes failed");
      }
      return result.requestsPerSecond();
    };
  }
}
