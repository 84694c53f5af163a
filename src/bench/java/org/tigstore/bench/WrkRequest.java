package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A request that wrk sends.
 *
 * @param script the script in src/bench/wrk
 */
record WrkRequest(String script, URI address, Map<String, String> variables, boolean fills)
    implements Request {
  private static final Path SCRIPTS = Path.of("src", "bench", "wrk").toAbsolutePath();
  private static final String REPORT = "report ";

  static WrkRequest get(URI address) {
    return repeated("GET", address, 0, false);
  }

  /** The same request with the same body, over and over. */
  static WrkRequest repeated(String method, URI address, int bodyBytes, boolean fills) {
    return new WrkRequest(
        "repeat.lua",
        address,
        Map.of("METHOD", method, "BODY_BYTES", Integer.toString(bodyBytes)),
        fills);
  }

  /** PUT requests with unique bodies; {@code #} in the target stands for unique digits. */
  static WrkRequest unique(URI server, String target, int bodyBytes) {
    return new WrkRequest(
        "unique.lua",
        server,
        Map.of("TARGET", target, "BODY_BYTES", Integer.toString(bodyBytes)),
        true);
  }

  @Override
  public Answers send(int connections, int seconds) throws IOException, InterruptedException {
    List<String> line =
        List.of(
            "wrk",
            "--threads=" + Math.min(2, connections),
            "--connections=" + connections,
            "--duration=" + seconds + "s",
            "--timeout=60s",
            "--script=" + SCRIPTS.resolve(script),
            address.toString());
    String output =
        new Command(line)
            .with("WRK", SCRIPTS.toString())
            .with("RUN", Long.toString(System.nanoTime()))
            .with(variables)
            .output();
    return output
        .lines()
        .filter(report -> report.startsWith(REPORT))
        .map(report -> parse(report.substring(REPORT.length())))
        .findFirst()
        .orElseThrow(() -> new IOException("wrk did not report:\n" + output));
  }

  private static Answers parse(String report) {
    double[] fields = List.of(report.split(" ")).stream().mapToDouble(Double::valueOf).toArray();
    return new Answers(
        fields[0], fields[1], fields[2], fields[3] / 1000, fields[4] / 1000, fields[5] / 1000);
  }
}
