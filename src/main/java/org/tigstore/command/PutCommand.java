package org.tigstore.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.client.Contents;
import org.tigstore.client.TigServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stores files. */
@Command(name = "put", description = "Stores files and prints their paths.")
final class PutCommand extends TigCommand {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files to store.")
  List<Path> files = List.of();

  @Override
  int run(Output output) throws IOException {
    try (TigServer to = server.open(output)) {
      for (Path file : files) {
        try (Content content = Contents.of(file)) {
          BlockName name = to.seal(content);
          output.result("/" + name, Map.of("file", file.toString(), "path", "/" + name));
        }
      }
    }
    return DONE;
  }
}
