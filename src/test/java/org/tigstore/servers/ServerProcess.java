package org.tigstore.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.tigstore.BuildDirectory;
import org.tigstore.ReservedPort;

/** A server that its scripts have installed and started. */
public final class ServerProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Path DOWNLOADS = Path.of("target", "servers", "downloads");
  private static final Path DIRECTORY =
      Path.of(System.getProperty("tig.work"), "server").toAbsolutePath();

  /** What the copy beside the directory was installed for; empty: there is none. */
  private static String copied = "";

  private static final Path LOG = DIRECTORY.resolve("server.log");

  private final Server server;
  private final Map<String, String> variables;
  private final URI address;
  private final List<ReservedPort> ports;
  private final Process shell;

  private ServerProcess(
      Server server, Map<String, String> variables, URI address, List<ReservedPort> ports)
      throws IOException {
    this.server = server;
    this.variables = variables;
    this.address = address;
    this.ports = ports;
    this.shell =
        bash(inItsDirectory(server, inBash(server.script("run").orElseThrow())), variables);
  }

  private static String inBash(Path script) {
    return "bash -e \"" + script + "\"\n";
  }

  private static String inItsDirectory(Server server, String commands) {
    return server.script("install").isPresent() ? "cd */\n" + commands : commands;
  }

  /** Starts this server, with the WAR under this path, and waits until it answers. */
  static ServerProcess start(Server server, String contextPath)
      throws IOException, InterruptedException {
    return start(server, contextPath, Map.of(), "");
  }

  /**
   * Starts this server, with the WAR at its root, and waits until it answers.
   *
   * @param settings more of the environment
   * @param furtherCommands run in the unpacked server before it starts, each ending its line
   */
  static ServerProcess start(Server server, Map<String, String> settings, String furtherCommands)
      throws IOException, InterruptedException {
    return start(server, "/", settings, furtherCommands);
  }

  private static ServerProcess start(
      Server server, String contextPath, Map<String, String> settings, String furtherCommands)
      throws IOException, InterruptedException {
    List<ReservedPort> ports = new ArrayList<>();
    int port = reserve(ports);
    Map<String, String> ofServer = server.environment(port, () -> reserve(ports));
    Map<String, String> variables = new HashMap<>(ofServer);
    variables.put("TIG_CONTEXT_PATH", contextPath);
    variables.putAll(stores());
    variables.putAll(settings);
    install(server, ofServer.keySet(), variables);
    finish(inItsDirectory(server, furtherCommands), variables);
    URI address = URI.create("http://127.0.0.1:" + port + contextPath);
    ServerProcess process = new ServerProcess(server, variables, address, ports);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(process.shell)));
    process.awaitAnswer();
    return process;
  }

  /** Runs the script, or copies what it made before, unless that depends on these variables. */
  private static void install(Server server, Set<String> changing, Map<String, String> variables)
      throws IOException, InterruptedException {
    empty(DIRECTORY);
    linkDownloads();
    Path copy = BuildDirectory.own(Path.of(DIRECTORY + "-installed"));
    String ofCopy = server + variables.get("TIG_CONTEXT_PATH");
    if (ofCopy.equals(copied)) {
      finish("cp -a '" + copy + "/.' .", variables);
      return;
    }
    Optional<Path> script = server.script("install");
    finish(script.map(ServerProcess::inBash).orElse(""), variables);
    if (script.isPresent()
        && changing.stream().noneMatch(Files.readString(script.get())::contains)) {
      empty(copy);
      finish("cp -a . '" + copy + "'", variables);
      copied = ofCopy;
    }
  }

  private static void linkDownloads() throws IOException {
    if (Files.isDirectory(DOWNLOADS)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(DOWNLOADS.toAbsolutePath())) {
        for (Path file : files) {
          Files.createSymbolicLink(DIRECTORY.resolve(file.getFileName()), file);
        }
      }
    }
  }

  /** The variables that say where the server stores, in directories that are empty now. */
  private static Map<String, String> stores() throws IOException, InterruptedException {
    Map<String, String> stores = new HashMap<>();
    stores.put("TIG_DATA", System.getProperty("tig.data"));
    String front = System.getProperty("tig.front");
    if (front != null) {
      stores.put("FRONT", front);
    }
    for (String store : stores.values()) {
      empty(Path.of(store));
    }
    return stores;
  }

  private static void empty(Path directory) throws IOException, InterruptedException {
    String path = BuildDirectory.own(directory).toString();
    if (new ProcessBuilder("rm", "-rf", path).inheritIO().start().waitFor() != 0) {
      throw new IOException(directory + " cannot be emptied");
    }
    Files.createDirectories(directory);
  }

  private static void finish(String commands, Map<String, String> variables)
      throws IOException, InterruptedException {
    Process shell = bash(commands, variables);
    if (!shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      kill(shell);
      throw new IOException(commands + "\ndid not end:\n" + Files.readString(LOG));
    }
    if (shell.exitValue() != 0) {
      throw new IOException(
          commands + "\nended with " + shell.exitValue() + ":\n" + Files.readString(LOG));
    }
  }

  private static Process bash(String commands, Map<String, String> variables) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "set -e\n" + commands)
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("TIG_") || name.startsWith("JAVA_"));
    environment.remove("APIKEY");
    environment.put("TIG", Path.of("").toAbsolutePath().toString());
    environment.put("TIG_SWEEP_INTERVAL", System.getProperty("tig.sweepInterval", "PT1S"));
    environment.put("TIG_FAST_PATH", System.getProperty("tig.fastPath", "true"));
    String java = System.getProperty("tig.java");
    environment.put("JAVA_HOME", java);
    environment.merge("PATH", java + "/bin", (path, bin) -> bin + ":" + path);
    String repository = System.getProperty("maven.repo.local");
    if (repository != null) {
      environment.put("LOCAL_REPOSITORY", repository);
    }
    environment.putAll(variables);
    return builder.start();
  }

  private static int reserve(List<ReservedPort> ports) {
    try {
      ReservedPort port = ReservedPort.take();
      ports.add(port);
      return port.number();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!shell.isAlive() || System.nanoTime() > end) {
        kill(shell);
        throw new IOException("the server did not start:\n" + log());
      }
      Thread.sleep(200);
    }
  }

  /** Whether the application answers. */
  boolean answers() {
    String root = address + (address.getPath().endsWith("/") ? "" : "/");
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(root + server.refusal()).toURL().openConnection();
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

  /** What the server has logged on its console so far. */
  public String log() throws IOException {
    return Files.readString(LOG);
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

  /** Replaces the WAR. */
  void redeploy() throws IOException, InterruptedException {
    run(inBash(server.script("redeploy").orElseThrow()));
  }

  /** Runs these commands in the unpacked server, with the variables that it was started with. */
  void run(String commands) throws IOException, InterruptedException {
    finish(inItsDirectory(server, commands), variables);
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
    Set<ProcessHandle> all = all(shell);
    javaProcesses().forEach(ProcessHandle::destroy);
    try {
      CompletableFuture.allOf(
              all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      kill(shell);
      throw new IOException("the server did not stop:\n" + log(), e);
    }
    for (ReservedPort port : ports) {
      port.close();
    }
  }

  private static Set<ProcessHandle> all(Process shell) {
    Set<ProcessHandle> all = new HashSet<>(shell.descendants().toList());
    all.add(shell.toHandle());
    return all;
  }

  private static void kill(Process shell) {
    all(shell).forEach(ProcessHandle::destroyForcibly);
  }
}
