package org.tigstore.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.tigstore.standalone.TigProcess;

/**
 * How a command of the shipped WAR ended, and what it said.
 *
 * @param code what it ended with
 * @param output what it said on standard output
 * @param errors the lines on standard error
 */
public record Ran(int code, String output, List<String> errors) {
  /** Runs a command with this key. */
  public static Ran withKey(String key, String... arguments)
      throws IOException, InterruptedException {
    return with(Map.of("TIG_APIKEY", key), arguments);
  }

  /** Runs a command. */
  static Ran command(String... arguments) throws IOException, InterruptedException {
    return with(Map.of(), arguments);
  }

  private static Ran with(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    try (TigProcess process =
        TigProcess.start(TigProcess.thisJava(), List.of(), variables, arguments)) {
      String output = process.outputText();
      return new Ran(process.awaitEnd(), output, process.errorLines());
    }
  }
}
