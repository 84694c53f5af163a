package org.tigstore.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** The key-value store in memory, without persistence. */
final class Redis extends ServerProcess {
  Redis(Path directory) throws IOException, InterruptedException {
    super("redis", directory, Redis::line);
  }

  private static List<String> line(Path data, int port) {
    return List.of(
        "redis-server",
        "--bind",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--dir",
        data.toString(),
        "--save",
        "",
        "--appendonly",
        "no");
  }

  /** Stores a value of so many bytes. */
  void set(String key, int bytes) throws IOException {
    call("SET " + key + " " + "x".repeat(bytes));
  }

  @Override
  public void clear() throws IOException {
    call("FLUSHALL");
  }

  private void call(String command) throws IOException {
    try (Socket connection = connect()) {
      connection.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
      String answer = new String(connection.getInputStream().readNBytes(3), US_ASCII);
      if (!answer.equals("+OK")) {
        throw new IOException("redis refuses " + command.split(" ", 2)[0] + ": " + answer);
      }
    }
  }
}
