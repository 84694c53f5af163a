package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A servlet, or a JAX-RS resource, that does no more than a PUT has to, on tig's own libraries. */
final class Bare extends HttpServer {
  private static final Path CLASSES = Path.of("target", "bench-bare");

  private Bare(String mode, Path directory) throws IOException, InterruptedException {
    super("bare " + mode, directory, (data, port) -> line(mode, data, port));
  }

  static Bare servlet(Path directory) throws IOException, InterruptedException {
    return new Bare("servlet", directory);
  }

  static Bare resource(Path directory) throws IOException, InterruptedException {
    return new Bare("resource", directory);
  }

  private static List<String> line(String mode, Path data, int port) throws IOException {
    String libraries;
    try (Stream<Path> files = Files.walk(CLASSES)) {
      libraries =
          files
              .map(Path::toString)
              .filter(file -> file.endsWith(".jar"))
              .collect(Collectors.joining(":"));
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        CLASSES + ":" + libraries,
        "org.tigstore.bench.bare.BareServer",
        mode,
        data.toString(),
        Integer.toString(port));
  }

  @Override
  URI store(byte[] bytes) throws IOException, InterruptedException {
    return address().resolve(send("PUT", address().resolve("/"), bytes).body());
  }

  /** Stores a small block, always the same, for so many seconds, and leaves it. */
  void warmUp(int seconds) throws IOException, InterruptedException {
    WrkRequest.repeated("PUT", address().resolve("/"), Size.SMALL.bytes(), false).send(16, seconds);
  }
}
