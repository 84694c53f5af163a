package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The WAR serves wherever it lies, except where Java itself cannot open it. */
class WarPathIT {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"a!", "!b", "a?b", "[c]", "#", "50%", "a%21", "a b+c", "{d|e^f}"})
  void servesInAnyDirectory(String name) throws Exception {
    Path war = Files.createDirectory(temporary.resolve(name)).resolve("tig!.war");
    Files.copy(Path.of(System.getProperty("tig.war")), war);
    try (TigProcess process =
        TigProcess.of(war, "--data", temporary.resolve("data").toString(), "--port", "0")) {
      HttpURLConnection ready =
          (HttpURLConnection)
              process.awaitAddress().resolve("/health/ready").toURL().openConnection();
      assertThat(ready.getResponseCode()).isEqualTo(200);
    }
  }
}
