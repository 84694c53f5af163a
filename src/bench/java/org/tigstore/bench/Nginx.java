package org.tigstore.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The plain file server: sendfile for reads, WebDAV for writes. It neither hashes nor verifies. */
final class Nginx extends HttpServer {
  private static final String CONFIGURATION =
      """
      daemon off;
      worker_processes 2;
      pid DIRECTORY/nginx.pid;
      error_log stderr;
      events { worker_connections 4096; }
      http {
        access_log off;
        sendfile on;
        tcp_nopush on;
        keepalive_requests 1000000000;
        client_max_body_size 0;
        client_body_temp_path DIRECTORY/bodies;
        default_type application/octet-stream;
        server {
          listen 127.0.0.1:PORT;
          root DATA;
          dav_methods PUT DELETE;
        }
      }
      """;

  Nginx(Path directory) throws IOException, InterruptedException {
    super("nginx", directory, Nginx::line);
  }

  private static List<String> line(Path data, int port) throws IOException {
    Path directory = data.getParent();
    String configuration =
        CONFIGURATION
            .replace("DIRECTORY", directory.toString())
            .replace("DATA", data.toString())
            .replace("PORT", Integer.toString(port));
    Path file = Files.writeString(directory.resolve("nginx.conf"), "user root;\n" + configuration);
    return List.of("nginx", "-c", file.toString());
  }

  @Override
  URI store(byte[] bytes) throws IOException, InterruptedException {
    URI target = address().resolve("/block-" + bytes.length);
    send("PUT", target, bytes);
    return target;
  }
}
