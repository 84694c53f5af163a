package org.tigstore.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Measures the WAR that was built beside another one, in turns: what a change gained. */
public final class Versions {
  private static final int CONNECTIONS = 16;

  private final Pace pace = Pace.chosen();
  private final String only;

  private Versions(String only) {
    this.only = only;
  }

  /** Takes the other WAR, and a part of the names of what to measure. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = TemporaryDirectory.make();
    try (Tig built = new Tig(directory);
        Tig other = Tig.other(Path.of(arguments[0]), directory)) {
      new Versions(arguments.length > 1 ? arguments[1] : "").compare(built, other);
    }
  }

  private void compare(Tig built, Tig other) throws IOException, InterruptedException {
    List<Work> works = Works.of(built, Peers.NONE);
    List<Work> same = Works.of(other, Peers.NONE);
    warmUp(built);
    warmUp(other);
    System.out.println(Comparison.HEAD);
    for (int number = 0; number < works.size(); number++) {
      Work work = works.get(number).beside(other, same.get(number).request());
      if (work.name().contains(only)) {
        int open = Math.min(CONNECTIONS, work.mostConnections());
        new Load(other, same.get(number).request(), open).run(pace.workWarmUpSeconds());
        System.out.println(Comparison.measure(built, work, open, pace).row());
      }
    }
  }

  private void warmUp(Tig tig) throws IOException, InterruptedException {
    tig.warmUp(pace.warmUpSeconds());
    tig.warmUpWrites(pace.warmUpSeconds());
  }
}
