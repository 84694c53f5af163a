package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.access.Secret;
import org.tigstore.file.Durability;
import org.tigstore.file.Verification;

/** Where settings come from, and which values they take. */
class SettingsTest {
  private static Settings settings(
      Map<String, String> properties, Map<String, String> environment, Map<String, String> jndi) {
    return Settings.read(
        new SettingSources(properties, environment, jndi::get), Optional.of("secret"));
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

  /** One setting made by one source alone. */
  private record Made(Setting<?> setting, String source) {
    private Settings with(String value) {
      return switch (source) {
        case "system property" -> settings(Map.of(setting.property(), value), Map.of(), Map.of());
        case "environment variable" ->
            settings(Map.of(), Map.of(setting.variable(), value), Map.of());
        default -> settings(Map.of(), Map.of(), Map.of(key(), value));
      };
    }

    private String key() {
      return switch (source) {
        case "system property" -> setting.property();
        case "environment variable" -> setting.variable();
        default -> "java:comp/env/" + setting.entry();
      };
    }

    private void assertRefused(String value, String reason) {
      assertThatExceptionOfType(SettingException.class)
          .isThrownBy(() -> with(value))
          .withMessage(source + " " + key() + " is \"" + value + "\", " + reason);
    }

    private boolean isUnset(String value) {
      return !with(value).isSet(setting)
          && with(value).get(setting).equals(settings(Map.of(), Map.of(), Map.of()).get(setting));
    }

    private boolean isDescriptor() {
      return source.equals("JNDI entry");
    }
  }

  static List<Made> everySettingOfEverySource() {
    return Setting.all().stream()
        .flatMap(
            setting ->
                Stream.of("system property", "environment variable", "JNDI entry")
                    .map(source -> new Made(setting, source)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("everySettingOfEverySource")
  void aPlaceholderThatNothingReplacedIsRefusedUnlessItIsADescriptors(Made made) {
    String refused = SettingKind.PLACEHOLDER + ".";
    for (String value : List.of("$(X)", "$X", "{{ x }}", "%X%", "@x.y@", "/a/${X}/b", "$X/b")) {
      made.assertRefused(value, refused);
    }
    if (made.isDescriptor()) {
      assertThat(made.isUnset("${X}")).isTrue();
      assertThat(made.with("${X}").warnings())
          .containsExactly(
              "JNDI entry "
                  + made.key()
                  + " is \"${X}\", a placeholder that nothing has replaced and is ignored");
    } else {
      made.assertRefused("${X}", refused);
      made.assertRefused("${X:-/y}", refused);
    }
  }

  @ParameterizedTest
  @MethodSource("everySettingOfEverySource")
  void anEmptyVariableOrEntryIsNotSetAndAnEmptyPropertyIsRefused(Made made) {
    for (String value : List.of("", " ", "\t ")) {
      if (made.source().equals("system property")) {
        assertThatExceptionOfType(SettingException.class)
            .isThrownBy(() -> made.with(value))
            .withMessageContaining("which is not " + made.setting().kind().requirement());
      } else {
        assertThat(made.isUnset(value)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everySettingOfEverySource")
  void quotationMarksThatNoShellRemovedAreRefused(Made made) {
    for (String value : List.of("\"7d\"", "'7d'", "\"/srv/data\"", "\"\"")) {
      made.assertRefused(value, "with quotation marks, which no shell has removed: remove them.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7d\r", " 7d", "7d ", "7d\n", "\t7d\r\n"})
  void whiteSpaceAroundAValueIsNoPartOfIt(String value) {
    assertThat(settings(Map.of(), Map.of("TIG_RETENTION", value), Map.of()).get(Setting.RETENTION))
        .isEqualTo(Duration.ofDays(7));
  }

  @Test
  void lineEndsAfterAPathAreNoPartOfItAndOtherWhiteSpaceIsRefused() {
    Made data = new Made(Setting.DATA, "environment variable");

    assertThat(data.with("/srv/missing\r").get(Setting.DATA)).isEqualTo(Path.of("/srv/missing"));
    data.assertRefused("/srv/missing ", "with white space at its start or end: remove it.");
    data.assertRefused("~/missing", "where no shell has replaced the ~: write the path in full.");
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> data.with("/srv/Bl\ufffdcke"))
        .withMessageContaining("which has characters that the encoding of this process's locale");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${X}",
        "$(X)",
        "$X",
        "{{x}}",
        "%X%",
        "@x@",
        "~",
        " a ",
        "a\n",
        "\"a\"",
        "a%41#?[b]*\\",
        "a\nb"
      })
  void aPathThatExistsIsTakenAsItIs(String name, @TempDir Path directory) throws IOException {
    String path = Files.createDirectory(directory.resolve(name)).toString();

    assertThat(settings(Map.of("tig.data", path), Map.of(), Map.of()).get(Setting.DATA))
        .isEqualTo(directory.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a%41#?[b]*\\", "100%", "a b", "a\nb", "a$b", "[x]", "a'b", "!", "x/", "x/../y"})
  void aPathThatDoesNotExistYetIsTakenUnlessItLooksLikeAMistake(String path) {
    assertThat(settings(Map.of("tig.data", path), Map.of(), Map.of()).get(Setting.DATA))
        .isEqualTo(Path.of(path));
  }

  @Test
  void aValueIsSaidOnOneLine() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> settings(Map.of("tig.port", "1\n2"), Map.of(), Map.of()))
        .withMessageContaining("is \"1\\u000a2\", which is not");
  }

  @Test
  void aNameThatIsNoSettingIsIgnoredWithAWarning() {
    Map<String, String> properties =
        Map.of("tig.retenton", "7d", "tig.data", "/x", "tigr.x", "1", "tig.somethingelse", "1");
    Map<String, String> environment =
        Map.of(
            "TIG_MAX_BLOCKSIZE", "1",
            "tig_port", "1",
            "TIG_APIKEY", "secret",
            "TIG_DATA", "/y",
            "TIG_SERVICE_HOST", "10.0.0.1",
            "TIG_PORT_7777_TCP_ADDR", "10.0.0.1",
            "TIG_NODES_PORT", "tcp://10.0.0.1:7777");

    assertThat(settings(properties, environment, Map.of()).warnings())
        .containsExactly(
            "system property tig.retenton is not a setting and is ignored;"
                + " the nearest is tig.retention",
            "system property tig.somethingelse is not a setting and is ignored",
            "environment variable TIG_APIKEY is not a setting and is ignored;"
                + " the nearest is APIKEY",
            "environment variable TIG_MAX_BLOCKSIZE is not a setting and is ignored;"
                + " the nearest is TIG_MAX_BLOCK_SIZE",
            "environment variable tig_port is not a setting and is ignored;"
                + " the nearest is TIG_PORT");
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

  private static Settings withKey(String key) {
    return Settings.read(new SettingSources(Map.of(), Map.of(), name -> null), Optional.of(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "\ufeff", "\ufeff\n"})
  void anEmptyKeyInTheEnvironmentIsRefused(String key) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> withKey(key))
        .withMessageContaining("APIKEY is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${KEY}", "$(KEY)", "{{ .Values.key }}", "${KEY}\n"})
  void aKeyThatIsAPlaceholderIsRefusedUnsaid(String key) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> withKey(key))
        .withMessageContaining("APIKEY is a placeholder")
        .withMessageNotContaining(key);
  }

  @Test
  void aKeyThatTheLocaleCannotExpressIsRefusedUnsaid() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> withKey("schl\ufffdssel"))
        .withMessageContaining("APIKEY has characters that the encoding")
        .withMessageNotContaining("schl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "abc\n", "abc\r\n", "\ufeffabc"})
  void lineEndsAndAByteOrderMarkAreNoPartOfTheKey(String key) {
    assertThat(withKey(key).apiKey()).contains(new Secret("abc"));
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster | http://tig:7777",
        "cluster | HTTP://Tig_1.test.:7777/tig/ , ,https://[::1],http://10.0.0.1:,",
        "cluster | http://[fe80::1%251]:1,http://[fe80::1%1]:1,http://b\u00fccher.example",
        "hosts | tig, TIG.example.com.:80 ,[::1]:80,::1,10.0.0.1,tig_1",
        "proxies | 10.0.0.0/8,,[::1] , [fd00::]/8,::ffff:10.0.0.1,::ffff:10.0.0.0/104"
      })
  void addressesAreReadAsPeopleWriteThem(String name, String value) {
    Settings settings = settings(Map.of("tig." + name, value), Map.of(), Map.of());
    assertThat(settings.toString()).doesNotContain("tig." + name + " = not set");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster | tig:7777",
        "cluster | tig",
        "cluster | ,",
        "cluster | ftp://tig",
        "cluster | http://",
        "cluster | http://tig:0",
        "cluster | http://tig:65536",
        "cluster | http://tig:x",
        "cluster | http://ti g",
        "cluster | http://me@tig_1",
        "cluster | http://me@tig",
        "cluster | http://tig?x",
        "cluster | http://tig#x",
        "cluster | http://::1:7777",
        "cluster | http://[::1",
        "cluster | http://10.1",
        "cluster | http://10.0.0.256",
        "cluster | http://[fe80::1%25none]",
        "cluster | http://a..b",
        "hosts | ,",
        "hosts | *.example.com",
        "hosts | https://tig.example.com",
        "hosts | tig.example.com/tig",
        "hosts | a b",
        "proxies | localhost",
        "proxies | 10.0.0.1:80",
        "proxies | 10/8",
        "proxies | ::ffff:10.0.0.0/8"
      })
  void otherAddressesAreRefusedByNameAndValue(String name, String value) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> settings(Map.of("tig." + name, value), Map.of(), Map.of()))
        .withMessageContainingAll("tig." + name, "\"" + value + "\", which is not a list of ");
  }
}
