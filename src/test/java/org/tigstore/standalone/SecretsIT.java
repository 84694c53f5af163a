package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.ReservedPort;

/** No key, right or wrong, is said or written anywhere, however much is logged. */
class SecretsIT {
  private static final String KEY = "Owner Key/7+x";
  private static final String WRONG = "Wrong Key/8+y";
  private static final Pattern STATUS = Pattern.compile("^HTTP/1.1 (\\d{3})");

  @TempDir Path directory;
  private final List<String> answers = new ArrayList<>();
  private final List<String> javaOptions = new ArrayList<>();

  @BeforeEach
  void logEverything() throws IOException {
    Path logging = directory.resolve("logging.properties");
    Files.writeString(
        logging,
        """
        handlers = java.util.logging.ConsoleHandler
        java.util.logging.ConsoleHandler.level = ALL
        org.tigstore.level = ALL
        tig.audit.level = ALL
        """);
    javaOptions.add("-Djava.util.logging.config.file=" + logging);
  }

  private Path data(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  private TigProcess start(Path data, Map<String, String> variables, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--data", data.toString(), "--audit", "true"));
    arguments.addAll(List.of("--max-block-size", "1000"));
    return TigProcess.start(
        TigProcess.thisJava(), javaOptions, variables, arguments.toArray(String[]::new));
  }

  private void askAt(URI node) throws IOException {
    SecretRequests requests = new SecretRequests(node, answers);
    requests.askFor(WRONG);
    requests.askFor(KEY);
  }

  /** A sealed block that is no longer what it was. */
  private static void damage(Path data) throws IOException {
    Path file = Files.writeString(data.resolve(SecretRequests.DAMAGED.substring(1)), "no def");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  private void checkSilent(TigProcess process, Path data) throws Exception {
    String threads = process.threads();
    assertThat(threads).contains("tig-retention");
    process.terminate();
    process.awaitEnd();
    String log = String.join("\n", process.errorLines());
    assertThat(log).contains("\"operation\":\"write\"");
    assertSilent("log", log);
    assertSilent("output", process.outputText());
    assertSilent("threads", threads);
    assertSilent("answers", String.join("\n", answers));
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertSilent("name", file.toString());
        if (!file.endsWith("apikey")) {
          assertSilent(file.toString(), new String(Files.readAllBytes(file), ISO_8859_1));
        }
      }
    }
  }

  private static void assertSilent(String where, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String secret : List.of(KEY, WRONG)) {
      for (String form : forms(secret)) {
        int at = lower.indexOf(form.toLowerCase(Locale.ROOT));
        assertThat(at < 0 ? "" : text.substring(Math.max(0, at - 300), at + form.length()))
            .as("%s in the %s", form, where)
            .isEmpty();
      }
    }
  }

  private static List<String> forms(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    return List.of(
        secret,
        secret.replace(' ', '+'),
        SecretRequests.escaped(secret, "[^a-zA-Z0-9]"),
        SecretRequests.escaped(secret, "[^a-zA-Z0-9/]"),
        SecretRequests.escaped(secret, "(?s)."),
        Base64.getEncoder().encodeToString(bytes).replace("=", ""));
  }

  private List<String> statuses() {
    return answers.stream()
        .map(STATUS::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .distinct()
        .toList();
  }

  @Test
  void keyOfTheEnvironmentIsNeverSaid() throws Exception {
    Path data = data("data");
    Files.writeString(data.resolve(SecretRequests.SEALED.substring(1)), "abc");
    damage(data);
    try (TigProcess process = start(data, Map.of("APIKEY", KEY), "--port", "0")) {
      URI address = process.awaitAddress();
      askAt(address);
      Files.createDirectory(data.resolve("apikey"));
      askAt(address);
      Files.delete(data.resolve("apikey"));
      checkSilent(process, data);
    }
    assertThat(statuses())
        .contains("200", "204", "400", "401", "403", "404", "405", "409", "412", "413", "414")
        .contains("416", "422", "431", "500");
  }

  @Test
  void keyOfTheFileIsNeverSaid() throws Exception {
    Path data = data("data");
    Files.writeString(data.resolve("apikey"), KEY + "\n");
    Files.writeString(data.resolve(SecretRequests.SEALED.substring(1)), "abc");
    damage(data);
    try (TigProcess process = start(data, Map.of(), "--port", "0")) {
      askAt(process.awaitAddress());
      checkSilent(process, data);
    }
    assertThat(statuses()).contains("200", "400", "401", "404", "413", "500");
  }

  @Test
  void keyIsNotSaidByNodesThatHandRequestsOn() throws Exception {
    Map<String, String> key = Map.of("APIKEY", KEY);
    Path ofOne = data("one");
    Path ofTwo = data("two");
    damage(ofOne);
    try (ReservedPort port = ReservedPort.take();
        TigProcess one = start(ofOne, key, node("127.0.0.1", port));
        TigProcess two = start(ofTwo, key, node("127.0.0.2", port))) {
      URI atOne = one.awaitAddress();
      URI atTwo = two.awaitAddress();
      askAt(atOne);
      askAt(atTwo);
      assertThat(ofTwo.resolve(SecretRequests.CHANNEL.substring(1))).doesNotExist();
      checkSilent(one, ofOne);
      askAt(atTwo);
      checkSilent(two, ofTwo);
    }
    assertThat(statuses()).contains("200", "401", "409");
  }

  /** What makes this address one of two nodes, which have all the time they need to answer. */
  private static String[] node(String address, ReservedPort reserved) {
    String port = Integer.toString(reserved.number());
    String nodes = "http://127.0.0.1:%s,http://127.0.0.2:%s".formatted(port, port);
    return new String[] {
      "--cluster", nodes, "--host", address, "--port", port, "--peer-timeout", "PT1M"
    };
  }
}
