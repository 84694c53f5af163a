package org.tigstore.command;

import java.io.IOException;
import java.nio.file.Path;
import org.tigstore.client.DirectoryRepository;
import org.tigstore.client.Repository;
import org.tigstore.client.ServerRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Copies blocks from a directory or from another server to the server. */
@Command(
    name = "restore",
    description = "Copies all blocks of a directory or of another server to the server.")
final class RestoreCommand extends ReplicationCommand {
  @Option(names = "--force", description = "Replaces slots that have other values on the server.")
  boolean force;

  @Override
  int run(Output output) throws IOException {
    try (Repository source =
            otherServer(output).orElseGet(() -> DirectoryRepository.reading(Path.of(place)));
        Repository target = new ServerRepository(server.open(output))) {
      return replicate(source, target, force, false, output);
    }
  }
}
