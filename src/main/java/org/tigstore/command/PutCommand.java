package org.tigstore.command;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tigstore.block.Content;
import org.tigstore.client.BlockAddress;
import org.tigstore.client.Contents;
import org.tigstore.client.TigServer;
import org.tigstore.client.Upload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stores files. */
@Command(
    name = "put",
    description = "Stores files, and prints their paths.",
    footer = {
      "",
      "A file that is larger than a block may be is stored in chunks with an index; its path then"
          + " ends with ?burst=1. What the server has is not sent again."
    })
final class PutCommand extends TigCommand {
  /** What stands for standard input and output. */
  static final String STANDARD = "-";

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "The files to store; - and none: standard input.")
  List<String> files = List.of(STANDARD);

  @Override
  int run(Output output) throws IOException {
    try (TigServer to = server.open(output)) {
      for (String file : files) {
        put(to, file, output);
      }
    }
    return DONE;
  }

  private static void put(TigServer to, String file, Output output) throws IOException {
    boolean known = isRegular(file);
    long size = known ? Files.size(Path.of(file)) : -1;
    try (Progress progress = output.progress(file, size)) {
      Upload upload = new Upload(to, progress::add);
      BlockAddress address = known ? ofFile(upload, file) : ofStream(upload, file);
      output.result(
          address.toString(),
          Output.fields(
              "file", file, "path", address.toString(), "address", to.address() + "" + address));
    }
  }

  /** Whether the number of its bytes is known: that of a pipe is not. */
  private static boolean isRegular(String file) {
    return !file.equals(STANDARD) && Files.isRegularFile(Path.of(file));
  }

  private static BlockAddress ofFile(Upload upload, String file) throws IOException {
    try (Content content = Contents.of(Path.of(file))) {
      return upload.store(content);
    }
  }

  private static BlockAddress ofStream(Upload upload, String file) throws IOException {
    try (InputStream bytes = opened(file)) {
      return upload.store(bytes);
    }
  }

  /** A file or pipe, or standard input. */
  static InputStream opened(String file) throws IOException {
    // A file channel, and a file's stream without a buffer, would seek, which a pipe cannot.
    return file.equals(STANDARD) ? System.in : new BufferedInputStream(new FileInputStream(file));
  }
}
