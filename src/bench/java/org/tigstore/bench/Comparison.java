package org.tigstore.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A row of the table: the medians of what tig and a peer did with a work, in turns.
 *
 * @param theirs what the peer did, if there is one
 */
record Comparison(Work work, int connections, Result ours, Optional<Result> theirs) {
  static final String HEAD =
      """
      | work | connections | MB/s | tig/s | p50 / p99 / p99.9 ms | CPU s per 10,000 | peak MiB \
      | peer | peer/s | p50 / p99 / p99.9 ms | CPU s per 10,000 | peak MiB | ratio |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |""";

  static Comparison measure(Tig tig, Work work, int connections, Pace pace)
      throws IOException, InterruptedException {
    Load load = new Load(tig, work.request(), connections);
    Optional<Load> peer =
        work.peer().map(same -> new Load(same.server(), same.request(), connections));
    load.run(pace.workWarmUpSeconds());
    if (peer.isPresent()) {
      peer.get().run(pace.workWarmUpSeconds());
    }
    int seconds = work.turns() * pace.seconds();
    List<Result> ours = new ArrayList<>();
    List<Result> theirs = new ArrayList<>();
    for (int round = 0; round < pace.rounds(); round++) {
      ours.add(load.run(seconds));
      if (peer.isPresent()) {
        theirs.add(peer.get().run(seconds));
      }
    }
    return new Comparison(
        work, connections, Result.median(ours), peer.map(same -> Result.median(theirs)));
  }

  /** Bytes of blocks that tig moved, in megabytes a second. */
  double megabytesPerSecond() {
    return work.bytes() * ours.perSecond() / 1e6;
  }

  /** How much of the work tig did for each that the peer did. */
  Optional<Double> ratio() {
    return theirs.map(
        same -> work.peer().orElseThrow().times() * ours.perSecond() / same.perSecond());
  }

  /** The work and with whom it is compared; the work alone where that is tig itself. */
  String name() {
    return work.name()
        + work.peer()
            .map(peer -> peer.server().name())
            .filter(peer -> !peer.equals("tig"))
            .map(" against "::concat)
            .orElse("");
  }

  /** Tig's megabytes a second, as a part of the peer's or of this rate, whichever is lower. */
  double ratioToLower(double otherMegabytesPerSecond) {
    double toOther = megabytesPerSecond() / otherMegabytesPerSecond;
    return Math.max(toOther, ratio().orElse(toOther));
  }

  /** The row as the table shows it. */
  String row() {
    String own =
        String.format(
            Locale.ROOT,
            "| %s | %d | %.1f | %s |",
            work.name(),
            connections,
            megabytesPerSecond(),
            ours.cells());
    return own
        + theirs
            .map(
                same ->
                    String.format(
                        Locale.ROOT,
                        " %s | %s | %.2f |",
                        work.peer().orElseThrow().server().name(),
                        same.cells(),
                        ratio().orElseThrow()))
            .orElse(" – | – | – | – | – | – |");
  }
}
