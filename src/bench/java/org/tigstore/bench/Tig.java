package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The WAR on its own, as durable as the peers: not at all. */
final class Tig extends ServerProcess {
  Tig(Path directory) throws IOException, InterruptedException {
    super("tig", directory, Tig::line);
  }

  private static List<String> line(Path data, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-jar",
        "target/tig.war",
        "--data=" + data,
        "--port=" + port,
        "--durability=none",
        "--retention=PT1H");
  }

  @Override
  public URI store(byte[] bytes) throws IOException, InterruptedException {
    return address().resolve(send("PUT", address().resolve("/"), bytes).body());
  }
}
