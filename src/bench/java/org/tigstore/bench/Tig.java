package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The WAR on its own. */
final class Tig extends HttpServer {
  private static final Path BUILT = Path.of("target", "tig.war");

  /** As durable as the peers, which is not at all; blocks outlive the measuring. */
  private static final List<String> AS_PEERS = List.of("--durability=none", "--retention=PT1H");

  /** Tig as it compares with its peers. */
  Tig(Path directory) throws IOException, InterruptedException {
    this(directory, List.of(), AS_PEERS);
  }

  /** With every change synced before it is answered. */
  static Tig syncing(Path directory) throws IOException, InterruptedException {
    return new Tig(directory, List.of(), List.of("--durability=fsync", "--retention=PT1H"));
  }

  /** Tig with these options of Java's and its own. */
  Tig(Path directory, List<String> javaOptions, List<String> options)
      throws IOException, InterruptedException {
    super("tig", directory, (data, port) -> line(BUILT, data, port, javaOptions, options));
  }

  private Tig(String name, Path war, Path directory) throws IOException, InterruptedException {
    super(name, directory, (data, port) -> line(war, data, port, List.of(), AS_PEERS));
  }

  /** Another WAR than the one that was built, under a name of its own. */
  static Tig other(Path war, Path directory) throws IOException, InterruptedException {
    return new Tig("other", war, directory);
  }

  private static List<String> line(
      Path war, Path data, int port, List<String> javaOptions, List<String> options) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(javaOptions);
    line.addAll(List.of("-jar", war.toString(), "--data=" + data, "--port=" + port));
    line.addAll(options);
    return line;
  }

  @Override
  URI store(byte[] bytes) throws IOException, InterruptedException {
    return address().resolve(send("PUT", address().resolve("/"), bytes).body());
  }

  /** Seals a small block, always the same, for so many seconds, and leaves it. */
  void warmUpWrites(int seconds) throws IOException, InterruptedException {
    WrkRequest.repeated("PUT", address().resolve("/"), Size.SMALL.bytes(), false).send(16, seconds);
  }

  /** Reads a small block for so many seconds, and leaves it. */
  URI warmUp(int seconds) throws IOException, InterruptedException {
    URI block = store(Size.SMALL.block(new Random(0)));
    WrkRequest.get(block).send(16, seconds);
    return block;
  }
}
