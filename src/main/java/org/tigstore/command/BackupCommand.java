package org.tigstore.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tigstore.client.DirectoryRepository;
import org.tigstore.client.Repository;
import org.tigstore.client.ServerRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Copies a server's blocks to a directory or to another server. */
@Command(
    name = "backup",
    description = "Copies all blocks of the server to a directory or to another server.")
final class BackupCommand extends ReplicationCommand {
  @Option(
      names = "--prune",
      description = "Deletes from the copy what the server does not have any more.")
  boolean prune;

  @Override
  int run(Output output) throws IOException {
    try (Repository source = new ServerRepository(server.open(output));
        Repository target = target(output)) {
      return replicate(source, target, true, prune, output);
    }
  }

  private Repository target(Output output) throws IOException {
    Optional<Repository> other = otherServer(output);
    return other.isPresent() ? other.get() : DirectoryRepository.writing(Path.of(place));
  }
}
