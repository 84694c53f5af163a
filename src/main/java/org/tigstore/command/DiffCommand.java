package org.tigstore.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tigstore.client.Difference;
import org.tigstore.client.TigServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Compares commits and directories. */
@Command(
    name = "diff",
    description =
        "Prints how two commits or directories differ. Exits with 0 if they do not, with 1 if they"
            + " do.")
final class DiffCommand extends TigCommand {
  private static final int DIFFERENT = 1;

  /** What diff(1) ends with if it fails. */
  private static final int TROUBLE = 2;

  @Option(
      names = "--verify",
      description = "Compares content even where the size and the time are the same.")
  boolean verify;

  @Parameters(index = "0", paramLabel = "A", description = "A commit's hash, or a directory.")
  String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "A commit's hash, or a directory.")
  String second = "";

  @Override
  int run(Output output) {
    Difference.Side before = side(first);
    Difference.Side after = side(second);
    AtomicBoolean different = new AtomicBoolean();
    try (TigServer from = server.open(output)) {
      long problems =
          new Difference(from, verify, output::warn)
              .compare(
                  before,
                  after,
                  (kind, name) -> {
                    different.set(true);
                    String what = kind.toString().toLowerCase(Locale.ROOT);
                    output.result(what + " " + name, Map.of("difference", what, "name", name));
                  });
      return problems > 0 ? PARTLY : different.get() ? DIFFERENT : DONE;
    } catch (IOException e) {
      output.warn(sentence(e));
      return TROUBLE;
    }
  }

  private Difference.Side side(String argument) {
    try {
      Path directory = new DirectoryPath().convert(argument);
      return Files.isDirectory(directory)
          ? new Difference.OfDirectory(directory)
          : new Difference.OfCommit(block(argument).name());
    } catch (TypeConversionException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }
}
