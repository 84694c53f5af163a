package org.tigstore.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tigstore.client.Replication;
import org.tigstore.client.Replication.Outcome;
import org.tigstore.client.Replication.Result;
import org.tigstore.client.Replication.Summary;
import org.tigstore.client.Repository;
import org.tigstore.client.ServerRepository;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies the blocks of a whole server from one place to another. */
abstract class ReplicationCommand extends TigCommand {
  @Parameters(
      paramLabel = "DIR|URL",
      description = "A directory in the format of tig's data directory, or another server.")
  String place = "";

  @Option(
      names = "--place-api-key-file",
      paramLabel = "FILE",
      description = "The file with the API key of the server URL (default: it is shown no key).")
  @Nullable Path placeKeyFile;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "8",
      description = "Copies so many blocks at once (default: 8).")
  int parallel;

  /** The server that the argument names; empty if it names a directory. */
  final Optional<Repository> otherServer(Output output) throws IOException {
    if (!place.matches("(?i)https?://.*")) {
      return Optional.empty();
    }
    Optional<String> key =
        placeKeyFile == null ? Optional.empty() : Optional.of(ServerOptions.secret(placeKeyFile));
    return Optional.of(
        new ServerRepository(server.open(server.settings(server.parsed(place), key), output)));
  }

  final int replicate(
      Repository source, Repository target, boolean replace, boolean prune, Output output)
      throws IOException {
    if (parallel < 1) {
      throw misuse("--parallel is 1 at least");
    }
    Summary summary;
    try (Progress progress = output.progress("copied", -1)) {
      Consumer<Result> listener =
          result -> {
            progress.add(result.bytes());
            tell(result, output);
          };
      summary = new Replication(source, target, replace, parallel, listener).run(prune);
    }
    output.result(sentence(summary), fields(summary));
    return summary.isComplete() ? DONE : PARTLY;
  }

  private static void tell(Result result, Output output) {
    if (result.outcome() == Outcome.FAILED) {
      output.warn(result.name() + ": " + result.reason());
    } else if (result.outcome() == Outcome.KEPT) {
      output.warn(result.name() + ": not restored, as the server has another value");
    }
  }

  private static Map<String, Long> fields(Summary summary) {
    Map<String, Long> fields = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      fields.put(outcome.name().toLowerCase(Locale.ROOT), summary.count(outcome));
    }
    fields.put("bytes", summary.bytes());
    return fields;
  }

  private static String sentence(Summary summary) {
    StringBuilder text = new StringBuilder();
    text.append(summary.count(Outcome.COPIED)).append(" copied (");
    text.append(summary.bytes()).append(" bytes), ");
    text.append(summary.count(Outcome.PRESENT)).append(" present");
    append(text, summary, Outcome.GONE, "expired meanwhile");
    append(text, summary, Outcome.PRUNED, "pruned");
    append(text, summary, Outcome.KEPT, "not replaced");
    append(text, summary, Outcome.FAILED, "failed");
    return text.toString();
  }

  private static void append(StringBuilder text, Summary summary, Outcome outcome, String words) {
    long count = summary.count(outcome);
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(words);
    }
  }
}
