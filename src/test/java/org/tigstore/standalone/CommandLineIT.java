package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.standalone.Ended.ran;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.server.Settings;

/** What the process says to command lines, and how it ends when it cannot serve. */
class CommandLineIT {
  @TempDir Path temporary;

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
    for (String origin : Settings.read().origins()) {
      if (origin.startsWith("tig.")) {
        assertThat(ended.output()).contains("  " + optionOf(origin) + "=");
      }
    }
  }

  @Test
  void helpShowsSettingsInGroups() throws Exception {
    assertThat(ran("--help").output())
        .containsSubsequence(
            "\nServing:\n",
            "  --port=PORT",
            "\nStoring:\n",
            "  --data=DIR",
            "\nAccess:\n",
            "\nCluster:\n",
            "\nTLS:\n",
            "  --tls-port=PORT",
            "\nOperation:\n");
  }

  private static String optionOf(String origin) {
    String setting = origin.substring("tig.".length(), origin.indexOf(' '));
    return "--" + setting.replaceAll("(?=\\p{Upper})", "-").toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--prot=1", "stray", "--port", "-x"})
  void commandLineThatMakesNoSenseIsRefused(String argument) throws Exception {
    ran(argument).assertRefused(2, argument.replace("=", "'").split("'", 2)[0], "--help");
  }

  @Test
  void optionGivenTwiceIsRefused() throws Exception {
    ran("--port", "1", "--port", "2").assertRefused(2, "--port", "only once", "--help");
  }

  static Stream<List<String>> badValues() {
    return Stream.of(
        List.of("--port", "http"),
        List.of("--port", "65536"),
        List.of("--retention", "10 minutes"),
        List.of("--durability", "most"),
        List.of("--max-block-size", "0"),
        List.of("--max-block-size", "128MB"),
        List.of("--context-path", "tig/"),
        List.of("--host", " "));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void valueThatAnOptionCannotHaveIsRefused(List<String> arguments) throws Exception {
    Ended ended = ran(arguments.toArray(String[]::new));
    ended.assertRefused(2, arguments.get(0) + " is \"" + arguments.get(1) + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${TIG_DIR}", "$(TIG_DIR)", "$TIG_DIR/blocks"})
  void optionThatNobodyExpandedIsRefused(String value) throws Exception {
    ran("--data", value).assertRefused(2, "--data is \"" + value + "\", a placeholder");
    ran("--retention", value).assertRefused(2, "--retention is \"" + value + "\", a placeholder");
  }

  @Test
  void pathThatTheLocaleCannotExpressIsRefusedWithTheRemedy() throws Exception {
    String java = TigProcess.thisJava() + "/bin/java -jar " + Path.of(war()).toAbsolutePath();
    assertThat(
            Command.run(
                temporary,
                "LC_ALL=C " + java + " --port 0 --data Bl$'\\303\\266'cke || echo ends with $?"))
        .startsWith("tig does not start: --data is \"Bl")
        .contains("set LC_ALL=C.UTF-8", "ends with 2");
    assertThat(temporary).isEmptyDirectory();
  }

  private static String war() {
    return Objects.requireNonNull(System.getProperty("tig.war"));
  }

  @Test
  void busyPortIsRefused() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      Ended ended = ran("--data", temporary.toString(), "--port", port);
      ended.assertRefused(1, "127.0.0.1:" + port, "in use");
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void unknownAddressIsRefused() throws Exception {
    ran("--host", "host.invalid", "--data", temporary.toString()).assertRefused(1, "host.invalid");
  }

  @Test
  void directoryThatCannotBeMadeIsRefused() throws Exception {
    String data = temporary.resolve("missing/data").toString();
    ran("--port", "0", "--data", data).assertRefused(1, data);
  }

  @Test
  void directoryThatIsAFileIsRefused() throws Exception {
    String data = Files.writeString(temporary.resolve("file"), "text").toString();
    ran("--port", "0", "--data", data).assertRefused(1, data);
  }

  @Test
  void directoryThatAnotherTigHasIsRefused() throws Exception {
    try (TigProcess first = TigProcess.serving(temporary)) {
      first.awaitAddress();
      Ended second = ran("--port", "0", "--data", temporary.toString(), "--lock-wait", "PT0S");
      second.assertRefused(1, "another tig", temporary.toString());
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
    ranPinned(missing).assertRefused(1, "no file " + missing);
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void certificateThatIsADirectoryIsRefused() throws Exception {
    ranPinned(temporary).assertRefused(1, "certificate", temporary.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nabc\n"})
  void certificateThatIsNoneIsRefused(String text) throws Exception {
    Path file = Files.writeString(temporary.resolve("peer.pem"), text);
    ranPinned(file).assertRefused(1, file.toString(), "certificate");
  }

  @Test
  void pinningWithoutACertificateIsRefused() throws Exception {
    ran("--peer-trust", "pin").assertRefused(2, "tig.peerCertificate is not set");
  }
}
