package org.tigstore.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.tigstore.client.BlockAddress;
import org.tigstore.client.TigServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints blocks. */
@Command(
    name = "cat",
    description = "Prints verified bytes.",
    footer = {
      "",
      "The last byte of a block is printed only if all have the right hash; if not, the exit code"
          + " is 1."
    })
final class CatCommand extends TigCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "ADDRESS",
      description = "Hashes, paths or addresses; ?burst=1 behind one: what the index names.")
  List<String> addresses = List.of();

  @Override
  int run(Output output) throws IOException {
    List<BlockAddress> sources = addresses.stream().map(this::block).toList();
    for (BlockAddress source : sources) {
      try (TigServer from = server.open(source, output);
          InputStream bytes =
              source.burst() ? from.readBurst(source.name()) : from.read(source.name())) {
        bytes.transferTo(output.stream());
      }
    }
    return DONE;
  }
}
