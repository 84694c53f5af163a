package org.tigstore.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Many connections that are open and silent; every other one has had a request answered. */
final class IdleConnections implements AutoCloseable {
  private static final String REQUEST = "OPTIONS / HTTP/1.1\r\nHost: tig\r\n\r\n";
  private static final int RESERVED_FILES = 500;

  private final List<Socket> sockets = new ArrayList<>();

  /** Opens so many connections. */
  static IdleConnections open(TigServer server, int count) throws IOException {
    IdleConnections connections = new IdleConnections();
    boolean open = false;
    try {
      for (int number = 0; number < count; number++) {
        connections.sockets.add(server.connect());
        if (number % 2 == 0) {
          assertAnswers(connections.sockets.get(number));
        }
      }
      open = true;
      return connections;
    } finally {
      if (!open) {
        connections.close();
      }
    }
  }

  /** As many as wanted, or as many as this process's limit on open files allows. */
  static int allowed(int wanted) {
    UnixOperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    long files = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
    return (int) Math.min(wanted, files - RESERVED_FILES);
  }

  /** Checks that a request on each of the connections is answered. */
  void assertAllAnswer() throws IOException {
    for (Socket socket : sockets) {
      assertAnswers(socket);
    }
  }

  private static void assertAnswers(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    assertThat(lines.readLine()).isEqualTo("HTTP/1.1 204 No Content");
    assertThat(lines.lines().takeWhile(line -> !line.isEmpty())).isNotEmpty();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
