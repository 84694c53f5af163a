package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

    assertThat(settings.get(Setting.RETENTION)).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.get(Setting.SWEEP_INTERVAL)).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.get(Setting.MAX_BLOCK_SIZE)).isEqualTo(128 * 1024 * 1024);
    assertThat(settings.get(Setting.MAX_STORE_SIZE)).isZero();
    assertThat(settings.get(Setting.SCRUB_PERIOD)).isEqualTo(Duration.ofDays(7));
    assertThat(settings.get(Setting.DURABILITY)).isEqualTo(Durability.FSYNC);
    assertThat(settings.get(Setting.VERIFY)).isEqualTo(Verification.CHANGED);
    assertThat(settings.get(Setting.HOST)).isEqualTo("127.0.0.1");
    assertThat(settings.get(Setting.PORT)).isEqualTo(7777);
  }

  @Test
  void aPropertyGoesBeforeTheEnvironmentAndThatBeforeJndi() {
    Map<String, String> property = Map.of("tig.maxBlockSize", "1");
    Map<String, String> environment = Map.of("TIG_MAX_BLOCK_SIZE", "2");
    Map<String, String> jndi = Map.of("java:comp/env/tig/maxBlockSize", "3");

    assertThat(settings(property, environment, jndi).get(Setting.MAX_BLOCK_SIZE)).isEqualTo(1);
    assertThat(settings(Map.of(), environment, jndi).get(Setting.MAX_BLOCK_SIZE)).isEqualTo(2);
    assertThat(settings(Map.of(), Map.of(), jndi).get(Setting.MAX_BLOCK_SIZE)).isEqualTo(3);
  }

  @Test
  void aPlaceholderThatNothingReplacedIsNoValue() {
    Settings settings =
        settings(Map.of(), Map.of(), Map.of("java:comp/env/tig/data", "${tig.data}"));

    assertThat(settings.get(Setting.DATA)).isNotEqualTo(Path.of("${tig.data}"));
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
    assertThat(
            settings(Map.of("tig.retention", "PT20S"), Map.of(), Map.of())
                .get(Setting.SWEEP_INTERVAL))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(
            settings(Map.of("tig.retention", "PT0S"), Map.of(), Map.of())
                .get(Setting.SWEEP_INTERVAL))
        .isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "10m, PT10M",
    "2h, PT2H",
    "7d, PT168H",
    "PT1M, PT1M",
    "0s, PT0S"
  })
  void durationsAreWrittenShortOrByIso8601(String value, Duration duration) {
    assertThat(settings(Map.of("tig.retention", value), Map.of(), Map.of()).get(Setting.RETENTION))
        .isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "64K, 65536", "128M, 134217728", "1G, 1073741824"})
  void sizesAreWrittenInBytesOrByUnits(String value, long bytes) {
    Settings settings = settings(Map.of("tig.maxBlockSize", value), Map.of(), Map.of());

    assertThat(settings.get(Setting.MAX_BLOCK_SIZE)).isEqualTo(bytes);
    assertThat(settings.origins())
        .contains("tig.maxBlockSize = " + bytes + " (system property tig.maxBlockSize)");
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
    "retention, 40000d",
    "retention, 10",
    "retention, 10M",
    "retention, -1s",
    "retention, 1h30m",
    "retention, 99999999999999999999d",
    "data, ''",
    "host, ''",
    "sweepInterval, PT0S",
    "sweepInterval, 0s",
    "maxBlockSize, 0",
    "maxBlockSize, 128MB",
    "maxBlockSize, M",
    "maxBlockSize, 9999999999G",
    "maxStoreSize, -1",
    "maxStoreSize, 1.5G",
    "maxStoreSize, -1K",
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
