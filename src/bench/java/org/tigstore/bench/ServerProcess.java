package org.tigstore.bench;

import static java.net.http.HttpRequest.BodyPublishers.ofByteArray;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A server that is a process with its children. */
abstract class ServerProcess implements Server {
  private static final int CLOCK_TICKS_PER_SECOND = 100;
  private static final int START_SECONDS = 30;

  private final HttpClient client = HttpClient.newHttpClient();
  private final String name;
  private final Path data;
  private final Path log;
  private final URI address;
  private final Process process;

  /** Starts what {@code line} says for a free port and an empty directory for its data. */
  ServerProcess(String name, Path directory, CommandLine line)
      throws IOException, InterruptedException {
    this.name = name;
    this.data = Files.createDirectories(directory.resolve(name));
    this.log = directory.resolve(name + ".log");
    int port = freePort();
    this.address = URI.create("http://127.0.0.1:" + port);
    this.process = new Command(line.of(data, port)).start(log);
    awaitAnswer();
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

  private void awaitAnswer() throws IOException, InterruptedException {
    long end = System.nanoTime() + START_SECONDS * 1_000_000_000L;
    while (true) {
      try {
        client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          close();
          throw new IOException(name + " does not start:\n" + Files.readString(log), e);
        }
        Thread.sleep(20);
      }
    }
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final URI address() {
    return address;
  }

  /** The answer to a request with this body, which has to be a good one. */
  final HttpResponse<String> send(String method, URI target, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(target).method(method, ofByteArray(body)).build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + target + ": " + answer.statusCode());
    }
    return answer;
  }

  @Override
  public void clear() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(data, Files::isRegularFile)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  @Override
  public final double processorSeconds() throws IOException {
    long ticks = 0;
    for (ProcessHandle one : processes()) {
      String state = Files.readString(Path.of("/proc", Long.toString(one.pid()), "stat"));
      String[] fields = state.substring(state.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return (double) ticks / CLOCK_TICKS_PER_SECOND;
  }

  @Override
  public final long peakMemory() throws IOException {
    long kibibytes = 0;
    for (ProcessHandle one : processes()) {
      Path status = Path.of("/proc", Long.toString(one.pid()), "status");
      kibibytes +=
          Files.readString(status)
              .lines()
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
    }
    return kibibytes * 1024;
  }

  @Override
  public final void close() {
    processes().forEach(ProcessHandle::destroy);
    process.onExit().join();
  }
}
