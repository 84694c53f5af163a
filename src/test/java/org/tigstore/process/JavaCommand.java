package org.tigstore.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start a Java process with a main class of the tests, or with the WAR. */
final class JavaCommand {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private final List<String> program;
  private final List<String> prefix = new ArrayList<>();
  private final List<String> options = new ArrayList<>();

  private JavaCommand(String... program) {
    this.program = List.of(program);
    options.add("-XX:TieredStopAtLevel=1");
    options.add("-XX:+UseSerialGC");
  }

  /** Starts this main class, quickly rather than fast in the long run. */
  JavaCommand(Class<?> mainClass) {
    this("-classpath", CLASS_PATH, mainClass.getName());
  }

  /** As the other, but starts the WAR on its own. */
  static JavaCommand ofWar() {
    return new JavaCommand("-jar", System.getProperty("tig.war"));
  }

  /** Gives the Java machine these options too. */
  JavaCommand with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Starts the Java machine by way of this command. */
  JavaCommand under(List<String> command) {
    prefix.addAll(command);
    return this;
  }

  /** Starts it with these arguments, and without this process's settings of tig. */
  JavaProcess start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(program);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("TIG_"));
    builder.environment().remove("APIKEY");
    return new JavaProcess(builder.start());
  }
}
