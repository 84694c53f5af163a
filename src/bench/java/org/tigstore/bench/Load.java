package org.tigstore.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A load that wrk puts on a server.
 *
 * @param connections how many are open at once
 */
record Load(Work.Request request, int connections) {
  private static final Path SCRIPTS = Path.of("src", "bench", "wrk").toAbsolutePath();
  private static final String REPORT = "report ";

  /** Loads the server for so many seconds, and says what it took. */
  Result run(Server server, int seconds) throws IOException, InterruptedException {
    double before = server.processorSeconds();
    String output =
        new Command(
                List.of(
                    "wrk",
                    "--threads=" + Math.min(2, connections),
                    "--connections=" + connections,
                    "--duration=" + seconds + "s",
                    "--timeout=60s",
                    "--script=" + SCRIPTS.resolve(request.script()),
                    request.address().toString()))
            .with("WRK", SCRIPTS.toString())
            .with("RUN", Long.toString(System.nanoTime()))
            .with(request.variables())
            .output();
    double used = server.processorSeconds() - before;
    if (request.fills()) {
      server.clear();
    }
    return output
        .lines()
        .filter(line -> line.startsWith(REPORT))
        .map(line -> Result.parse(line.substring(REPORT.length()), used))
        .findFirst()
        .orElseThrow(() -> new IOException("wrk did not report:\n" + output));
  }
}
