package org.tigstore.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.tigstore.client.BlockAddress;
import org.tigstore.client.Checkout;
import org.tigstore.client.TigServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores a directory. */
@Command(name = "checkout", description = "Makes a directory what a commit says.")
final class CheckoutCommand extends TigCommand {
  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "8",
      description = "Makes so many requests at once (default: 8).")
  int parallel;

  @Option(names = "--force", description = "Replaces files and links that differ.")
  boolean force;

  @Option(names = "--delete", description = "Deletes what the commit does not have.")
  boolean delete;

  @Option(
      names = "--verify",
      description = "Compares the content of files that are there, not only size and time.")
  boolean verify;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Prints what would be done, and does nothing.")
  boolean dryRun;

  @Parameters(index = "0", paramLabel = "HASH", description = "What commit printed.")
  String commit = "";

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      converter = DirectoryPath.class,
      description = "The directory; made if missing.")
  Path directory = Path.of("");

  @Override
  int run(Output output) throws IOException {
    BlockAddress address = block(commit);
    try (TigServer from = server.open(address, output);
        Progress progress = output.progress("written", -1)) {
      Checkout checkout =
          new Checkout(
              from,
              new Checkout.Options(threads(parallel), force, delete, verify),
              output::warn,
              progress::add);
      if (dryRun) {
        checkout.plan(
            address.name(),
            directory,
            (change, name) -> {
              String action = change.toString().toLowerCase(Locale.ROOT);
              output.result(action + " " + name, Map.of("action", action, "name", name));
            });
        return DONE;
      }
      Checkout.Result result = checkout.run(address.name(), directory);
      output.note(
          String.format(
              Locale.ROOT,
              "%,d files, of which %,d were written, with %,d bytes",
              result.files(),
              result.written(),
              result.bytes()));
      return result.problems() == 0 ? DONE : PARTLY;
    }
  }
}
