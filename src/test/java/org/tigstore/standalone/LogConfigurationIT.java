package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log of a process, however Java's logging is configured. */
class LogConfigurationIT {
  private static final String CONSOLE = "handlers=java.util.logging.ConsoleHandler\n";
  private static final String SETTING = "tig.port = 0 ";

  @TempDir Path data;

  private List<String> linesOf(String... javaOptions) throws Exception {
    try (TigProcess process =
        TigProcess.start(
            TigProcess.thisJava(),
            List.of(javaOptions),
            "--data",
            data.toString(),
            "--port",
            "0")) {
      URI address = process.awaitAddress();
      for (String host : List.of("Host: a b", "Host: a\r\nHost: b", "Host: [a", "Host: a:99999")) {
        try (RawCaller caller = RawCaller.to(address)) {
          assertThat(caller.send("GET / HTTP/1.1\r\n" + host + "\r\n\r\n").answer())
              .contains(" 400 ");
        }
      }
      return process.linesWithTimes();
    }
  }

  private String file(String properties) throws Exception {
    return "-Djava.util.logging.config.file="
        + Files.writeString(data.resolve("logging.properties"), properties);
  }

  @Test
  void everyLineHasATimeAndNoneIsOfAMalformedRequest() throws Exception {
    assertThat(linesOf())
        .isNotEmpty()
        .allMatch(
            line ->
                line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4} \\[.*"))
        .allMatch(line -> line.contains(" [INFO] "));
  }

  @ParameterizedTest
  @CsvSource({
    "'.level=INFO\n', 0",
    "'', 0",
    "'tig.audit.handlers=java.util.logging.ConsoleHandler\n', 0",
    "'handlers=no.such.Handler\n', 0",
    "'handlers=java.util.logging.ConsoleHandler\n', 1",
    "'handlers=java.util.logging.ConsoleHandler,java.util.logging.ConsoleHandler\n', 2",
  })
  void startsWithAnyHandlers(String properties, int copies) throws Exception {
    assertThat(linesOf(file(properties)))
        .filteredOn(line -> line.contains(SETTING))
        .hasSize(copies);
  }

  @Test
  void keepsToTheConfiguredFormAndLevels() throws Exception {
    String form = "java.util.logging.SimpleFormatter.format=mine %5$s%n\n";
    assertThat(linesOf(file(CONSOLE + form + "org.eclipse.jetty.level=INFO\n")))
        .allMatch(line -> line.startsWith("mine "))
        .anyMatch(line -> line.contains("jetty-"));
  }

  @Test
  void logsToStandardErrorIfTheFileIsMissing() throws Exception {
    String missing = data.resolve("missing.properties").toString();
    assertThat(linesOf("-Djava.util.logging.config.file=" + missing))
        .anyMatch(line -> line.contains("[WARNING] " + missing + " cannot be read"))
        .anyMatch(line -> line.contains(SETTING));
  }

  @Test
  void startsIfTheConfigurationsClassIsMissing() throws Exception {
    assertThat(linesOf("-Djava.util.logging.config.class=no.such.Configuration"))
        .anyMatch(line -> line.contains(SETTING));
  }
}
