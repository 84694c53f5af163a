package org.tigstore.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tigstore.ReservedPort;
import org.tigstore.standalone.TigProcess;

/** Processes that know of one another, each on an address of its own and all on one port. */
final class Nodes implements AutoCloseable {
  /** Time enough for a node to answer another on a slow machine. */
  private static final List<String> PATIENT =
      List.of("--peer-timeout", "PT1M", "--peer-pause", "PT1M");

  private final Path directory;
  private final ReservedPort port = ReservedPort.take();
  private final List<Node> running = new ArrayList<>();
  private final List<String> options;
  private final List<String> javaOptions = new ArrayList<>(List.of("-Xmx128m"));

  /** A running node, and where it keeps its blocks. */
  record Node(TigProcess process, Http http, Path data) {
    /** Whether the block with this path lies on this very node. */
    boolean holds(String path) {
      return Files.exists(data.resolve(path.substring(path.lastIndexOf('/') + 1)));
    }
  }

  /**
   * Nodes that keep their blocks under this directory; none runs yet.
   *
   * @param options what each is told besides
   */
  Nodes(Path directory, String... options) throws IOException {
    this.directory = directory;
    this.options = List.of(options);
  }

  /** Gives the Java machines that start from now on these options too. */
  Nodes withJava(String... more) {
    javaOptions.addAll(List.of(more));
    return this;
  }

  int port() {
    return port.number();
  }

  /** The addresses of so many nodes, as the setting has them. */
  String addresses(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> "http://127.0.0.%d:%d".formatted(number, port()))
        .collect(Collectors.joining(","));
  }

  /** Starts the nodes 127.0.0.1 and following. */
  List<Node> start(int count) throws IOException {
    for (int number = 1; number <= count; number++) {
      start(number, "--cluster", addresses(count));
    }
    return running;
  }

  /** Starts the node with this last number of its address, told this besides. */
  Node start(int number, String... more) throws IOException {
    Path data = Files.createDirectories(directory.resolve("node-" + number));
    List<String> arguments = new ArrayList<>(PATIENT);
    arguments.addAll(options);
    arguments.addAll(List.of(more));
    arguments.addAll(
        List.of("--data", data.toString(), "--host", "127.0.0." + number, "--port", "" + port()));
    TigProcess process =
        TigProcess.start(TigProcess.thisJava(), javaOptions, arguments.toArray(String[]::new));
    URI address = process.awaitAddress();
    Node node = new Node(process, new Http(address, true), data);
    running.add(node);
    return node;
  }

  @Override
  public void close() throws IOException {
    for (Node node : running) {
      node.process().close();
    }
    port.close();
  }
}
