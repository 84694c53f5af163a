package org.tigstore.bench;

/**
 * How long is measured.
 *
 * @param rounds how often each server's turn comes
 * @param seconds how long a turn is
 * @param workWarmUpSeconds how long tig does a work before it is measured
 * @param warmUpSeconds how long a new process is given before anything is measured
 */
record Pace(int rounds, int seconds, int workWarmUpSeconds, int warmUpSeconds) {
  /** What the system properties say, else long enough for steady figures. */
  static Pace chosen() {
    return new Pace(
        Integer.getInteger("bench.rounds", 3),
        Integer.getInteger("bench.seconds", 3),
        Integer.getInteger("bench.workWarmUp", 2),
        Integer.getInteger("bench.warmUp", 30));
  }
}
