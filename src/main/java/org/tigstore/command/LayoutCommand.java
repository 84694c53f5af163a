package org.tigstore.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.tigstore.client.Layout;
import org.tigstore.client.LayoutWriter;
import picocli.CommandLine.Parameters;

/** Stores a file over several servers and prints the line that restores it. */
abstract class LayoutCommand extends TigCommand {
  @Parameters(paramLabel = "FILE", description = "The file to store; - is standard input.")
  String file = "";

  abstract Layout.Scheme scheme();

  @Override
  final int run(Output output) throws IOException {
    List<URI> addresses = server.addresses();
    if (addresses.size() < Layout.FEWEST_SERVERS
        || new HashSet<>(addresses).size() < addresses.size()) {
      throw misuse("name two or more different servers: --server URL --server URL");
    }
    boolean standardInput = file.equals("-");
    long total = standardInput ? -1 : Files.size(Path.of(file));
    try (InputStream bytes = standardInput ? System.in : Files.newInputStream(Path.of(file));
        ServerGroup servers = ServerGroup.open(addresses, server, output);
        Progress progress = output.progress("stored", total)) {
      LayoutWriter writer = new LayoutWriter(scheme(), servers.servers(), progress::add);
      Layout layout = writer.write(bytes);
      output.result(layout.toString(), Map.of("line", layout.toString()));
      return DONE;
    }
  }
}
