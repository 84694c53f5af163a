package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** The peer that does the same job: blobs by their SHA-256. */
final class DockerRegistry extends HttpServer {
  private static final String CONFIGURATION =
      """
      version: 0.1
      log: {level: error, accesslog: {disabled: true}}
      storage: {filesystem: {rootdirectory: DATA}}
      http: {addr: '127.0.0.1:PORT'}
      """;

  DockerRegistry(Path directory) throws IOException, InterruptedException {
    super("docker-registry", directory, DockerRegistry::line);
  }

  private static List<String> line(Path data, int port) throws IOException {
    Path file = data.resolveSibling("docker-registry.yml");
    Files.writeString(
        file,
        CONFIGURATION.replace("DATA", data.toString()).replace("PORT", Integer.toString(port)));
    return List.of("docker-registry", "serve", file.toString());
  }

  @Override
  URI store(byte[] bytes) throws IOException, InterruptedException {
    String digest = "sha256:" + HexFormat.of().formatHex(Sha256Rate.sha256().digest(bytes));
    URI begin = address().resolve("/v2/bench/blobs/uploads/");
    String upload = send("POST", begin, new byte[0]).headers().firstValue("Location").orElseThrow();
    send("PUT", begin.resolve(upload + "&digest=" + digest), bytes);
    return address().resolve("/v2/bench/blobs/" + digest);
  }

  @Override
  public void clear() {}
}
