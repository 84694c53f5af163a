package org.tigstore.command;

import java.io.IOException;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.client.TigServer;
import org.tigstore.protocol.Index;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists all blocks. */
@Command(
    name = "list",
    description = "Prints the paths of all blocks, most recently used first. Needs the key.")
final class ListCommand extends TigCommand {
  @Option(
      names = {"-a", "--all"},
      description = "Of every node of the cluster.")
  boolean everywhere;

  @Override
  int run(Output output) throws IOException {
    try (TigServer from = server.open(output);
        Index names = from.list(everywhere)) {
      for (Optional<BlockName> name = names.next(); name.isPresent(); name = names.next()) {
        String path = "/" + name.get();
        output.line(path, Output.fields("path", path));
      }
    }
    return DONE;
  }
}
