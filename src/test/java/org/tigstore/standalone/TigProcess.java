package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process that runs the shipped WAR. */
public final class TigProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile(
          "tig listens on (?<addresses>https?://[^ ]+( and http://[^ ]+)?) and stores in (?<data>.+)");

  private static final Pattern TIME =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4} (?=\\[)");

  /** Most processes end before better code would pay. */
  private static final List<String> STARTS_FAST =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final long LONGEST_SECONDS = 300;

  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  private TigProcess(Process process, Path errors) {
    this.process = process;
    this.output = process.inputReader();
    this.errors = errors;
  }

  /** The Java that runs this test. */
  public static Path thisJava() {
    return Path.of(System.getProperty("java.home"));
  }

  /** Starts a process; it may end at once. */
  public static TigProcess start(Path javaHome, List<String> javaOptions, String... arguments)
      throws IOException {
    return start(javaHome, javaOptions, Map.of(), arguments);
  }

  /** Starts a process that runs this copy of the WAR. */
  static TigProcess of(Path war, String... arguments) throws IOException {
    return start(war, thisJava(), List.of(), Map.of(), arguments);
  }

  /** As the other, with these variables in the environment. */
  public static TigProcess start(
      Path javaHome, List<String> javaOptions, Map<String, String> variables, String... arguments)
      throws IOException {
    Path war = Path.of(System.getProperty("tig.war"));
    return start(war, javaHome, javaOptions, variables, arguments);
  }

  private static TigProcess start(
      Path war,
      Path javaHome,
      List<String> javaOptions,
      Map<String, String> variables,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin/java").toString());
    command.addAll(STARTS_FAST);
    command.addAll(javaOptions);
    command.addAll(List.of("-jar", war.toString()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(Path.of("target"), "standalone-", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TIG_"));
    builder.environment().remove("APIKEY");
    builder.environment().putAll(variables);
    return new TigProcess(builder.start(), errors);
  }

  /** Starts a process that serves this directory on a free port of this machine. */
  public static TigProcess serving(Path data, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("--data", data.toString(), "--port", "0"));
    all.addAll(List.of(arguments));
    return start(thisJava(), List.of(), all.toArray(new String[0]));
  }

  /** Where it listens, as soon as it does, if that is one address. */
  public URI awaitAddress() throws IOException {
    List<URI> addresses = awaitAddresses();
    assertThat(addresses).hasSize(1);
    return addresses.get(0);
  }

  /** Where it listens, as soon as it does, in the order in which it says so. */
  public List<URI> awaitAddresses() throws IOException {
    String line = output.readLine();
    Matcher ready = READY.matcher(line == null ? "" : line);
    if (!ready.matches()) {
      fail("tig did not start: " + line + Files.readString(errors));
    }
    return Stream.of(ready.group("addresses").split(" and ", -1)).map(URI::create).toList();
  }

  /** All its threads, as Java's own tool shows them. */
  public String threads() throws IOException {
    String tool = thisJava().resolve("bin/jcmd").toString();
    String pid = Long.toString(process.pid());
    Process dump = new ProcessBuilder(tool, pid, "Thread.print").start();
    return new String(dump.getInputStream().readAllBytes(), UTF_8);
  }

  /** Asks it to end, as a service manager does; what it printed can still be read. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Its exit code, once it has ended. */
  public int awaitEnd() throws InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      fail("still running after " + LONGEST_SECONDS + " s");
    }
    return process.exitValue();
  }

  /** How many threads it has. */
  public long threadCount() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return threads.count();
    }
  }

  /** What it prints on standard output from here to its end. */
  public String outputText() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /** The lines on standard error so far, without their times. */
  public List<String> errorLines() throws IOException {
    return linesWithTimes().stream().map(line -> TIME.matcher(line).replaceFirst("")).toList();
  }

  /** As {@link #errorLines}, as they are. */
  List<String> linesWithTimes() throws IOException {
    return Files.readAllLines(errors);
  }

  /** A connection to where it listens. */
  public static Socket connect(URI address) throws IOException {
    return patient(new Socket(address.getHost(), address.getPort()));
  }

  /** A connection from this address of this machine to where it listens. */
  public static Socket connect(InetAddress from, URI address) throws IOException {
    return patient(new Socket(address.getHost(), address.getPort(), from, 0));
  }

  private static Socket patient(Socket socket) throws IOException {
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
    return socket;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Files.deleteIfExists(errors);
  }
}
