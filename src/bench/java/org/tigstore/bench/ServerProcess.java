package org.tigstore.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server that is a process of its own, on a loopback port. */
abstract class ServerProcess implements Server {
  private static final int START_SECONDS = 30;

  private final String name;
  private final Path data;
  private final Path log;
  private final int port;
  private final ProcessTree processes;

  /** Starts what {@code line} says for a free port and a directory for its data. */
  ServerProcess(String name, Path directory, CommandLine line)
      throws IOException, InterruptedException {
    this.name = name;
    this.data = Files.createDirectories(directory.resolve(name));
    this.log = directory.resolve(name + ".log");
    this.port = freePort();
    this.processes = new ProcessTree(new Command(line.of(data, port)).start(log));
    awaitListening();
  }

  /** The command that starts a server. */
  @FunctionalInterface
  interface CommandLine {
    List<String> of(Path data, int port) throws IOException;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() throws IOException, InterruptedException {
    long end = System.nanoTime() + START_SECONDS * 1_000_000_000L;
    while (true) {
      try {
        connect().close();
        return;
      } catch (IOException e) {
        if (!processes.isAlive() || System.nanoTime() > end) {
          throw notStarted(e);
        }
        Thread.sleep(20);
      }
    }
  }

  /** Stops it, and tells what it wrote. */
  final IOException notStarted(IOException cause) throws IOException {
    close();
    return new IOException(name + " does not start:\n" + Files.readString(log), cause);
  }

  final Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  final int port() {
    return port;
  }

  final Path data() {
    return data;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public void clear() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(data, Files::isRegularFile)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  @Override
  public final ProcessTree processes() {
    return processes;
  }

  @Override
  public final void close() {
    processes.close();
  }
}
