package org.tigstore.bench;

import java.io.IOException;

/**
 * A load on a server.
 *
 * @param connections how many are open at once
 */
record Load(Server server, Request request, int connections) {
  /** Loads the server for so many seconds, and says what it took. */
  Result run(int seconds) throws IOException, InterruptedException {
    ProcessTree processes = server.processes();
    processes.forgetPeakMemory();
    double before = processes.processorSeconds();
    Answers answers = request.send(connections, seconds);
    double used = processes.processorSeconds() - before;
    Result result = Result.of(answers, used, processes.peakMemory());
    if (request.fills()) {
      server.clear();
    }
    return result;
  }
}
