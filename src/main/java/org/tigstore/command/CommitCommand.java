package org.tigstore.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.tigstore.client.Commit;
import org.tigstore.client.TigServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores a directory. */
@Command(
    name = "commit",
    description = "Stores a directory, sending only what is new, and prints one hash.")
final class CommitCommand extends TigCommand {
  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "8",
      description = "Makes so many requests at once (default: 8).")
  int parallel;

  @Parameters(
      paramLabel = "DIR",
      converter = DirectoryPath.class,
      description = "The directory to store.")
  Path directory = Path.of("");

  /** Where it is remembered what was read (XDG Base Directory Specification). */
  private static Path caches() {
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "tig")
        : Path.of(cache, "tig");
  }

  @Override
  int run(Output output) throws IOException {
    try (TigServer to = server.open(output);
        Progress progress = output.progress("stored", -1)) {
      Commit.Result result =
          new Commit(to, threads(parallel), output::warn, progress::add).run(directory, caches());
      output.note(
          String.format(
              Locale.ROOT,
              "%,d files with %,d bytes; sent %,d blocks with %,d bytes",
              result.files(),
              result.bytes(),
              result.sentBlocks(),
              result.sentBytes()));
      String hash = result.commit().digits();
      output.result(
          hash,
          Map.of(
              "commit", hash,
              "path", "/" + result.commit() + "?burst=1",
              "files", result.files(),
              "bytes", result.bytes(),
              "sentBlocks", result.sentBlocks(),
              "sentBytes", result.sentBytes(),
              "problems", result.problems()));
      return result.problems() == 0 ? DONE : PARTLY;
    }
  }
}
