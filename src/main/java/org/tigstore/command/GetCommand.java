package org.tigstore.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tigstore.client.BlockAddress;
import org.tigstore.client.Download;
import org.tigstore.client.TigServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a block, or the blocks that an index names, to a file. */
@Command(
    name = "get",
    description = "Copies verified bytes to a file.",
    footer = {
      "",
      "The file appears when all bytes are there and have the right hash. A copy that was cut short"
          + " leaves FILE.DIGITS.part, which the next one continues."
    })
final class GetCommand extends TigCommand {
  @Parameters(
      paramLabel = "ADDRESS",
      description = "A hash, path or address; ?burst=1 behind it: what the index names.")
  String address = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write (default: the block's name).")
  Optional<Path> file = Optional.empty();

  @Override
  int run(Output output) throws IOException {
    BlockAddress source = block(address);
    Path target = file.orElse(Path.of(source.name().toString()));
    try (TigServer from = server.open(source, output)) {
      long total = source.burst() ? -1 : length(from, source);
      try (Progress progress = output.progress(target.toString(), total)) {
        long size = new Download(from, progress::add).to(target, source);
        output.result(
            target.toString(),
            Output.fields("path", source.toString(), "file", target.toString(), "size", size));
      }
    }
    return DONE;
  }

  private static long length(TigServer from, BlockAddress source) throws IOException {
    return from.head(source.name()).map(head -> head.length().orElse(-1)).orElse(-1L);
  }
}
