package org.tigstore.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.tigstore.block.BlockStore;

/** How to start a Java machine of its own with a main class of the tests. */
final class JavaCommand {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private final Class<?> mainClass;
  private final List<String> prefix = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private String classPath = CLASS_PATH;

  /** Starts this main class, quickly rather than fast in the long run. */
  JavaCommand(Class<?> mainClass) {
    this.mainClass = mainClass;
    options.add("-XX:TieredStopAtLevel=1");
    options.add("-XX:+UseSerialGC");
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

  /** Leaves the compiled main classes out, so that only a WAR can bring them. */
  JavaCommand withoutMainClasses() {
    Path mainClasses =
        Path.of(BlockStore.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    classPath =
        Arrays.stream(CLASS_PATH.split(File.pathSeparator, -1))
            .filter(entry -> !Path.of(entry).equals(mainClasses))
            .collect(Collectors.joining(File.pathSeparator));
    return this;
  }

  /** Starts it with these arguments, and without this process's settings of tig. */
  JavaProcess start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-classpath");
    command.add(classPath);
    command.add(mainClass.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("TIG_"));
    builder.environment().remove("APIKEY");
    return new JavaProcess(builder.start());
  }
}
