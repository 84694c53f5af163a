package org.tigstore.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.Refusal;

/** Where the key comes from, and what it opens. */
class ApiKeyTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("apikey");
  }

  private ApiKey key(String fallback) {
    return new ApiKey(file(), Optional.of(new Secret(fallback)));
  }

  private static boolean opens(ApiKey key, String... given) throws IOException {
    return key.isAmong(List.of(given).stream().map(Secret::new).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "abc\n", "abc\r\n", "abc\n\r\n"})
  void lineEndsAreNoPartOfTheKey(String content) throws IOException {
    Files.writeString(file(), content);

    assertThat(opens(key("other"), "abc")).isTrue();
    assertThat(opens(key("other"), "abc\n")).isFalse();
  }

  @Test
  void theFileGoesBeforeTheFallback() throws IOException {
    ApiKey key = key("fallback");
    assertThat(opens(key, "fallback")).isTrue();

    Files.writeString(file(), "abc");
    assertThat(opens(key, "fallback")).isFalse();
    assertThat(opens(key, "abc")).isTrue();

    Files.writeString(file(), "def");
    assertThat(opens(key, "abc")).isFalse();
    assertThat(opens(key, "wrong", "def")).isTrue();

    Files.delete(file());
    assertThat(opens(key, "fallback")).isTrue();
  }

  @Test
  void anEmptyFileIsAKeyThatNobodyHas() throws IOException {
    Files.writeString(file(), "\n");

    assertThat(key("fallback").isSet()).isTrue();
    assertThat(opens(key("fallback"), "", "fallback")).isFalse();
  }

  @Test
  void aFileThatCannotBeReadOpensNothing() throws IOException {
    Files.createDirectory(file());

    assertRefused(Refusal.STORE_FAILED, () -> key("fallback").isSet());
    assertRefused(Refusal.STORE_FAILED, () -> opens(key("fallback"), "fallback"));
  }

  @Test
  void aPipeInPlaceOfTheFileDoesNotHoldAnybodyUp() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", file().toString()).start().waitFor()).isZero();

    assertRefused(Refusal.STORE_FAILED, () -> key("fallback").isSet());
  }

  @Test
  void bytesThatAreNoTextAreNoKey() throws IOException {
    Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertRefused(Refusal.STORE_FAILED, () -> opens(key("fallback"), "\ufffd\ufffd"));
  }

  @Test
  void aKeyThatComesOrGoesCountsAtOnce() throws IOException {
    ApiKey key = new ApiKey(file(), Optional.empty());
    assertThat(key.isSet()).isFalse();

    Files.writeString(file(), "abc");
    assertThat(key.isSet()).isTrue();
    Files.delete(file());
    assertThat(key.isSet()).isFalse();
  }

  @Test
  void aSecretIsNotPrinted() {
    assertThat(new Secret("abc").toString()).doesNotContain("abc");
  }
}
