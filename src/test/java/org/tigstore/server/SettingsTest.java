package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tigstore.file.Durability;
import org.tigstore.file.Verification;

/** Where settings come from, and which values they take. */
class SettingsTest {
  private static Settings settings(
      Map<String, String> properties, Map<String, String> environment, Map<String, String> jndi) {
    return Settings.read(
        new SettingSources(properties::get, environment::get, jndi::get), Optional.of("secret"));
  }

  @Test
  void theDefaultsAreTheSeeds() {
    Settings settings = settings(Map.of(), Map.of(), Map.of());

    assertThat(settings.retention()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.sweepInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.maxBlockSize()).isEqualTo(128 * 1024 * 1024);
    assertThat(settings.maxStoreSize()).isZero();
    assertThat(settings.scrubPeriod()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.durability()).isEqualTo(Durability.FSYNC);
    assertThat(settings.verify()).isEqualTo(Verification.CHANGED);
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(7777);
  }

  @Test
  void aPropertyGoesBeforeTheEnvironmentAndThatBeforeJndi() {
    Map<String, String> property = Map.of("tig.maxBlockSize", "1");
    Map<String, String> environment = Map.of("TIG_MAX_BLOCK_SIZE", "2");
    Map<String, String> jndi = Map.of("java:comp/env/tig/maxBlockSize", "3");

    assertThat(settings(property, environment, jndi).maxBlockSize()).isEqualTo(1);
    assertThat(settings(Map.of(), environment, jndi).maxBlockSize()).isEqualTo(2);
    assertThat(settings(Map.of(), Map.of(), jndi).maxBlockSize()).isEqualTo(3);
  }

  @Test
  void aPlaceholderThatNothingReplacedIsNoValue() {
    Settings settings =
        settings(Map.of(), Map.of(), Map.of("java:comp/env/tig/data", "${tig.data}"));

    assertThat(settings.data()).isNotEqualTo(Path.of("${tig.data}"));
  }

  @Test
  void everySettingIsShownWithItsSourceAndNoSecret() {
    Settings settings = settings(Map.of("tig.data", "/x"), Map.of("TIG_PORT", "80"), Map.of());

    assertThat(settings.origins())
        .contains(
            "tig.data = /x (system property tig.data)",
            "tig.port = 80 (environment variable TIG_PORT)",
            "tig.retention = PT10M (default)",
            "tig.durability = fsync (default)",
            "APIKEY = **** (environment variable APIKEY)")
        .noneMatch(line -> line.contains("secret"));
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @Test
  void aShortRetentionIsSweptOften() {
    assertThat(settings(Map.of("tig.retention", "PT20S"), Map.of(), Map.of()).sweepInterval())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(settings(Map.of("tig.retention", "PT0S"), Map.of(), Map.of()).sweepInterval())
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void theDocumentationHasEverySettingWithItsDefault() throws IOException {
    String page = Files.readString(Path.of("docs/configuration.md"));
    for (String origin : settings(Map.of(), Map.of(), Map.of()).origins()) {
      if (origin.startsWith("tig.") && !origin.startsWith("tig.data")) {
        String name = origin.substring("tig.".length(), origin.indexOf(' '));
        String value = origin.substring(origin.indexOf('=') + 2, origin.lastIndexOf(' '));
        assertThat(page)
            .containsPattern(
                "\\| `tig\\."
                    + name
                    + "` \\| `TIG_[A-Z_]+` \\| `tig/"
                    + name
                    + "` \\| `"
                    + value
                    + "` ");
      }
    }
  }

  @Test
  void aRemovedSettingIsIgnoredWithAWarning() {
    Settings settings =
        settings(
            Map.of("tig.failureDelay", "anything"),
            Map.of("TIG_FAILURE_INTERVAL", "PT1S"),
            Map.of());

    assertThat(settings.warnings())
        .containsExactly(
            "tig.failureDelay was removed and is ignored (system property tig.failureDelay)",
            "tig.failureInterval was removed and is ignored"
                + " (environment variable TIG_FAILURE_INTERVAL)");
    assertThat(settings(Map.of(), Map.of(), Map.of()).warnings()).isEmpty();
  }

  @Test
  void anEmptyKeyInTheEnvironmentIsRefused() {
    SettingSources nothing = new SettingSources(name -> null, name -> null, name -> null);

    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> Settings.read(nothing, Optional.of("")))
        .withMessageContaining("APIKEY is empty");
  }

  @ParameterizedTest
  @CsvSource({
    "retention, 10 minutes",
    "retention, -PT1S",
    "retention, P40000D",
    "data, ''",
    "host, ''",
    "sweepInterval, PT0S",
    "maxBlockSize, 0",
    "maxBlockSize, 128M",
    "maxStoreSize, -1",
    "maxStoreSize, 1G",
    "scrubPeriod, -P1D",
    "scrubPeriod, weekly",
    "durability, FSYNC",
    "durability, always",
    "missRate, -1",
    "missRate, 10/s",
    "verify, never",
    "port, 65536",
    "port, http",
    "tlsPort, 65536",
    "tlsPort, off",
    "tlsKey, ''",
    "stopDelay, -PT1S",
    "lockWait, x"
  })
  void aBadValueIsNamedInOneSentence(String name, String value) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> settings(Map.of("tig." + name, value), Map.of(), Map.of()))
        .withMessageStartingWith(
            "system property tig." + name + " is \"" + value + "\", which is not ")
        .withMessageEndingWith(".");
  }
}
