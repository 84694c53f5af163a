package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The WAR on its own, with every change synced before it is answered. */
final class SyncingTig extends ServerProcess {
  SyncingTig(Path directory) throws IOException, InterruptedException {
    super("tig", directory, SyncingTig::line);
  }

  private static List<String> line(Path data, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-jar",
        "target/tig.war",
        "--data=" + data,
        "--port=" + port,
        "--durability=fsync",
        "--retention=PT1H");
  }

  @Override
  public URI store(byte[] bytes) throws IOException, InterruptedException {
    return address().resolve(send("PUT", address().resolve("/"), bytes).body());
  }
}
