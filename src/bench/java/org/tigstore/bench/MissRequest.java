package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;

/**
 * A GET of what is not there. Any other answer than an error counts as a failure.
 *
 * @param address where nothing is
 */
record MissRequest(URI address) implements Request {
  @Override
  public Answers send(int connections, int seconds) throws IOException, InterruptedException {
    Answers answers = WrkRequest.get(address).send(connections, seconds);
    return new Answers(
        answers.count(),
        answers.seconds(),
        answers.count() - answers.failures(),
        answers.p50(),
        answers.p99(),
        answers.p999());
  }

  @Override
  public boolean fills() {
    return false;
  }
}
