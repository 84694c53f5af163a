package org.tigstore.command;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tigstore.client.Layout;
import org.tigstore.client.LayoutReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores a file that was split or striped. */
@Command(
    name = "join",
    description = "Restores a file that split or stripe stored, and verifies it.")
final class JoinCommand extends TigCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "LINE",
      description = "The line that split or stripe printed.")
  List<String> words = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Writes the file there, once it is verified (default: standard output).")
  @Nullable Path file;

  @Override
  int run(Output output) throws IOException {
    Layout layout = layout();
    List<URI> addresses = layout.indexes().stream().map(Layout.Index::server).toList();
    try (ServerGroup servers = ServerGroup.open(addresses, server, output);
        Progress progress = output.progress("joined", layout.length())) {
      LayoutReader reader = new LayoutReader(layout, servers.servers(), progress::add);
      if (file == null) {
        reader.writeTo(output.stream());
      } else {
        write(reader, file.toAbsolutePath());
      }
      return DONE;
    }
  }

  private static void write(LayoutReader reader, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream target = Files.newOutputStream(part, CREATE_NEW)) {
        reader.writeTo(target);
      }
      Files.move(part, file, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Layout layout() {
    try {
      return Layout.parse(String.join(" ", words));
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }
}
