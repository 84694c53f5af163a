package org.tigstore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Where and with what is measured. */
final class Machine {
  private Machine() {}

  /** A list for the head of the page that the table goes to. */
  static String describe() throws IOException, InterruptedException {
    return String.join(
        "\n",
        "- date: " + LocalDate.now(ZoneOffset.UTC),
        "- machine: "
            + field("/proc/cpuinfo", "model name")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " cores, "
            + field("/proc/meminfo", "MemTotal"),
        "- load average before measuring: " + Files.readString(Path.of("/proc/loadavg")).strip(),
        "- kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "- Java: " + System.getProperty("java.vm.name") + " " + Runtime.version(),
        "- nginx: " + version("nginx", "-v"),
        "- docker-registry: " + version("docker-registry", "--version"),
        "- redis: " + version("redis-server", "--version"),
        "- wrk: " + version("wrk", "--version"),
        "- redis-benchmark: " + version("redis-benchmark", "--version"));
  }

  private static String field(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String version(String program, String option)
      throws IOException, InterruptedException {
    return Command.exists(program)
        ? new Command(List.of(program, option)).firstLine()
        : "not installed";
  }
}
