package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/**
 * How a process ended, and what it said.
 *
 * @param code what it ended with
 * @param output what it said on standard output
 * @param errors the lines on standard error
 */
record Ended(int code, String output, List<String> errors) {
  /** Runs the WAR with these arguments until it ends by itself. */
  static Ended ran(String... arguments) throws IOException, InterruptedException {
    try (TigProcess process = TigProcess.start(TigProcess.thisJava(), List.of(), arguments)) {
      String output = process.outputText();
      return new Ended(process.awaitEnd(), output, process.errorLines());
    }
  }

  /** Checks that it said why it does not start, in one sentence with these words. */
  void assertRefused(int expected, String... words) {
    assertThat(output).isEmpty();
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).startsWith("tig does not start: ").contains(words);
    assertThat(code).isEqualTo(expected);
  }
}
