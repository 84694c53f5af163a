package org.tigstore.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.tigstore.BuildDirectory;

/** A server that was installed, configured and started by the commands of its page. */
public final class ServerProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Path SERVERS = Path.of("target", "servers").toAbsolutePath();

  private final Path directory;
  private final Path log;
  private final Map<String, String> variables;
  private final URI address;
  private final URI refusal;
  private final Process shell;

  private ServerProcess(
      Path directory, String commands, Map<String, String> variables, URI address, String refusal)
      throws IOException {
    this.directory = directory;
    this.log = directory.resolve("server.log");
    this.variables = variables;
    this.address = address;
    this.refusal = URI.create(address + (address.getPath().endsWith("/") ? "" : "/") + refusal);
    this.shell = bash(commands);
  }

  /** Starts this server, with the WAR under this path, and waits until it answers. */
  static ServerProcess start(Server server, String contextPath)
      throws IOException, InterruptedException {
    return start(server, contextPath, Map.of());
  }

  /** As {@link #start(Server, String)}, with these settings in the environment. */
  static ServerProcess start(Server server, String contextPath, Map<String, String> settings)
      throws IOException, InterruptedException {
    ServerPage.Part page = ServerPage.of(server);
    Path directory = freshDirectory(server);
    Path data = emptied(Path.of(System.getProperty("tig.data")));
    int port = freePort();
    Map<String, String> variables =
        new HashMap<>(server.environment(port, ServerProcess::freePort, directory));
    variables.putAll(settings);
    ServerProcess process =
        new ServerProcess(
            directory,
            server.at(contextPath, page.commands()).replace("/var/lib/tig", data.toString()),
            variables,
            URI.create("http://127.0.0.1:" + port + contextPath),
            server.refusal());
    Runtime.getRuntime().addShutdownHook(new Thread(process::kill));
    process.awaitAnswer();
    return process;
  }

  /** An empty directory with what can be downloaded. */
  private static Path freshDirectory(Server server) throws IOException, InterruptedException {
    Path directory = emptied(SERVERS.resolve(server.heading().replace(' ', '-')));
    Path downloads = SERVERS.resolve("downloads");
    if (Files.isDirectory(downloads)) {
      try (Stream<Path> files = Files.list(downloads)) {
        for (Path file : files.toList()) {
          Files.createSymbolicLink(directory.resolve(file.getFileName()), file);
        }
      }
    }
    return directory;
  }

  private static Path emptied(Path directory) throws IOException, InterruptedException {
    String path = BuildDirectory.own(directory).toString();
    if (new ProcessBuilder("rm", "-rf", path).inheritIO().start().waitFor() != 0) {
      throw new IOException(directory + " cannot be emptied");
    }
    return Files.createDirectories(directory);
  }

  private Process bash(String commands) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "set -e\n" + commands)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("TIG_") || name.startsWith("JAVA_"));
    environment.remove("APIKEY");
    environment.put("TIG", Path.of("").toAbsolutePath().toString());
    environment.put("TIG_SWEEP_INTERVAL", System.getProperty("tig.sweepInterval"));
    String java = System.getProperty("tig.java");
    environment.put("JAVA_HOME", java);
    environment.merge("PATH", java + "/bin", (path, bin) -> bin + ":" + path);
    environment.putAll(variables);
    return builder.start();
  }

  /** A port that nobody listens on. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!shell.isAlive() || System.nanoTime() > end) {
        kill();
        throw new IOException("the server did not start:\n" + Files.readString(log));
      }
      Thread.sleep(200);
    }
  }

  /** Whether the application answers. */
  boolean answers() {
    try {
      HttpURLConnection connection = (HttpURLConnection) refusal.toURL().openConnection();
      connection.setReadTimeout((int) PATIENCE.toMillis());
      return connection.getHeaderField("Tig-Reason") != null;
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }

  /** Where the application answers. */
  public URI address() {
    return address;
  }

  /** Where the commands ran. */
  public Path directory() {
    return directory;
  }

  /** What the server has logged on its console so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** The server's own Java processes. */
  public List<ProcessHandle> javaProcesses() {
    return Stream.concat(Stream.of(shell.toHandle()), shell.descendants())
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .toList();
  }

  /** What the server's Java machine answers to this command of jcmd. */
  String ask(String... command) throws IOException, InterruptedException {
    List<ProcessHandle> processes = javaProcesses();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("tig.java"), "bin", "jcmd").toString());
    line.add(Long.toString(processes.get(processes.size() - 1).pid()));
    line.addAll(List.of(command));
    Process asked = new ProcessBuilder(line).redirectErrorStream(true).start();
    String answer = new String(asked.getInputStream().readAllBytes(), UTF_8);
    if (asked.waitFor() != 0) {
      throw new IOException(answer);
    }
    return answer;
  }

  /** Runs the command that replaces the WAR. */
  void redeploy() throws IOException, InterruptedException {
    run(ServerPage.redeployment(System.getProperty("tig.server")));
  }

  /** Runs this command in the unpacked server, with the variables that it was started with. */
  void run(String command) throws IOException, InterruptedException {
    int code = bash("cd */\n" + command).waitFor();
    if (code != 0) {
      throw new IOException(command + "\nended with " + code + ":\n" + log());
    }
  }

  /** In how many class loaders this class is loaded, once what nobody uses is gone. */
  long loaded(String className) throws IOException, InterruptedException {
    ask("GC.run");
    return ask("VM.class_hierarchy", className)
        .lines()
        .filter(line -> line.contains(className))
        .count();
  }

  /** The threads whose names begin so. */
  List<String> threads(String prefix) throws IOException, InterruptedException {
    return ask("Thread.print").lines().filter(line -> line.startsWith('"' + prefix)).toList();
  }

  /** The files, neither sockets nor pipes, that it has open. */
  List<String> openFiles() throws IOException {
    List<String> files = new ArrayList<>();
    for (ProcessHandle process : javaProcesses()) {
      for (String target : ProcessFiles.of(process.pid())) {
        if (target.startsWith("/") && !target.startsWith("/dev/")) {
          files.add(target);
        }
      }
    }
    return files;
  }

  /** Tells it to end, as a service manager does, and waits until all of it has ended. */
  void stop() throws IOException, InterruptedException {
    Set<ProcessHandle> all = all();
    javaProcesses().forEach(ProcessHandle::destroy);
    try {
      CompletableFuture.allOf(
              all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      kill();
      throw new IOException("the server did not stop:\n" + log(), e);
    }
  }

  private Set<ProcessHandle> all() {
    Set<ProcessHandle> all = new HashSet<>(shell.descendants().toList());
    all.add(shell.toHandle());
    return all;
  }

  private void kill() {
    all().forEach(ProcessHandle::destroyForcibly);
  }
}
