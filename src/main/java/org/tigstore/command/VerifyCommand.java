package org.tigstore.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.client.BlockAddress;
import org.tigstore.client.TigServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads blocks and compares their hashes with their names. */
@Command(
    name = "verify",
    description = "Reads all bytes of blocks, indexes and commits, and compares their hashes.",
    footer = {"", "Prints the paths of blocks that are damaged or gone; the exit code is 3 then."})
final class VerifyCommand extends TigCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "ADDRESS",
      description = "Hashes, paths or addresses; of an index and of a commit: every block.")
  List<String> addresses = List.of();

  @Override
  int run(Output output) throws IOException {
    List<BlockAddress> roots = addresses.stream().map(this::block).toList();
    try (Progress progress = output.progress("verified", -1)) {
      Inspection inspection =
          new Inspection(output) {
            @Override
            void handle(TigServer from, BlockName name) throws IOException {
              verify(from, name, progress);
            }
          };
      for (BlockAddress root : roots) {
        try (TigServer from = server.open(root, output)) {
          inspection.visit(from, root);
        }
      }
      return inspection.summary("verified");
    }
  }

  private static void verify(TigServer from, BlockName name, Progress progress) throws IOException {
    try (InputStream bytes = from.read(name)) {
      byte[] chunk = new byte[Content.CHUNK_BYTES];
      for (int count = bytes.read(chunk); count >= 0; count = bytes.read(chunk)) {
        progress.add(count);
      }
    }
  }
}
