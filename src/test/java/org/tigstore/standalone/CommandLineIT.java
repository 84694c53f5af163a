package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.server.Settings;

/** What the process says to command lines, and how it ends when it cannot serve. */
class CommandLineIT {
  private static final Set<String> NO_OPTIONS = Set.of("apiKey", "origins");

  @TempDir Path temporary;

  /** How a process ended, and what it said. */
  private record Ended(int code, String output, List<String> errors) {}

  private static Ended ran(String... arguments) throws IOException, InterruptedException {
    try (TigProcess process = TigProcess.start(TigProcess.thisJava(), List.of(), arguments)) {
      String output = process.outputText();
      return new Ended(process.awaitEnd(), output, process.errorLines());
    }
  }

  private static void assertRefused(int code, Ended ended, String... words) {
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors()).hasSize(1);
    assertThat(ended.errors().get(0)).startsWith("tig does not start: ").contains(words);
  }

  @Test
  void versionIsTheProjects() throws Exception {
    Ended ended = ran("--version");
    assertThat(ended.code()).isZero();
    assertThat(ended.output()).matches("tig \\d+\\.\\d+\\.\\d+\\S*\n");
    assertThat(ended.errors()).isEmpty();
  }

  @Test
  void helpNamesEverySetting() throws Exception {
    Ended ended = ran("--help");
    assertThat(ended.code()).isZero();
    assertThat(ended.errors()).isEmpty();
    for (RecordComponent setting : Settings.class.getRecordComponents()) {
      if (!NO_OPTIONS.contains(setting.getName())) {
        assertThat(ended.output()).contains("  " + optionOf(setting) + "=");
      }
    }
  }

  private static String optionOf(RecordComponent setting) {
    return "--" + setting.getName().replaceAll("(?=\\p{Upper})", "-").toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--prot=1", "stray", "--port", "-x"})
  void commandLineThatMakesNoSenseIsRefused(String argument) throws Exception {
    assertRefused(2, ran(argument), argument.replace("=", "'").split("'", 2)[0], "--help");
  }

  static Stream<List<String>> badValues() {
    return Stream.of(
        List.of("--port", "http"),
        List.of("--port", "65536"),
        List.of("--retention", "10m"),
        List.of("--durability", "most"),
        List.of("--max-block-size", "0"),
        List.of("--context-path", "tig/"),
        List.of("--host", " "));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void valueThatAnOptionCannotHaveIsRefused(List<String> arguments) throws Exception {
    Ended ended = ran(arguments.toArray(String[]::new));
    assertRefused(2, ended, arguments.get(0) + " is \"" + arguments.get(1) + "\"");
  }

  @Test
  void busyPortIsRefused() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      Ended ended = ran("--data", temporary.toString(), "--port", port);
      assertRefused(1, ended, "127.0.0.1:" + port, "in use");
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void unknownAddressIsRefused() throws Exception {
    assertRefused(1, ran("--host", "host.invalid", "--data", temporary.toString()), "host.invalid");
  }

  @Test
  void directoryThatCannotBeMadeIsRefused() throws Exception {
    String data = temporary.resolve("missing/data").toString();
    assertRefused(1, ran("--port", "0", "--data", data), data);
  }

  @Test
  void directoryThatIsAFileIsRefused() throws Exception {
    String data = Files.writeString(temporary.resolve("file"), "text").toString();
    assertRefused(1, ran("--port", "0", "--data", data), data);
  }

  @Test
  void directoryThatAnotherTigHasIsRefused() throws Exception {
    try (TigProcess first = TigProcess.serving(temporary)) {
      first.awaitAddress();
      Ended second = ran("--port", "0", "--data", temporary.toString(), "--lock-wait", "PT0S");
      assertRefused(1, second, "another tig", temporary.toString());
    }
  }

  private Ended ranPinned(Path certificate) throws IOException, InterruptedException {
    String[] cluster = {"--cluster", "https://host.invalid", "--peer-trust", "pin"};
    String[] others = {"--data", temporary.toString(), "--port", "0"};
    return ran(
        Stream.of(cluster, others, new String[] {"--peer-certificate", certificate.toString()})
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  @Test
  void certificateThatIsMissingIsRefused() throws Exception {
    Path missing = temporary.resolve("missing.pem");
    assertRefused(1, ranPinned(missing), "no file " + missing);
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void certificateThatIsADirectoryIsRefused() throws Exception {
    assertRefused(1, ranPinned(temporary), "certificate", temporary.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nabc\n"})
  void certificateThatIsNoneIsRefused(String text) throws Exception {
    Path file = Files.writeString(temporary.resolve("peer.pem"), text);
    assertRefused(1, ranPinned(file), file.toString(), "certificate");
  }

  @Test
  void pinningWithoutACertificateIsRefused() throws Exception {
    assertRefused(2, ran("--peer-trust", "pin"), "tig.peerCertificate is not set");
  }
}
