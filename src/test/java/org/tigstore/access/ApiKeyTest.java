package org.tigstore.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

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
    boolean opened = false;
    for (String one : given) {
      opened |= key.isAmong(Keys.ofNode(Optional.of(new Secret(one))));
    }
    return opened;
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "abc\n", "abc\r\n", "abc\n\r\n", "\ufeffabc", "\ufeffabc\r\n"})
  void lineEndsAndAByteOrderMarkAreNoPartOfTheKey(String content) throws IOException {
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

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM", "ISO-8859-1"})
  void aFileInAnotherEncodingIsRefusedWithTheReason(String encoding) throws IOException {
    Files.write(file(), "schlüssel".getBytes(Charset.forName(encoding)));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> opens(key("fallback"), "schlüssel"))
        .havingCause()
        .withMessage("the API key file is not in UTF-8")
        .withMessageNotContaining("schl");
  }

  /** As itself, and as servers read the bytes that clients send. */
  @ParameterizedTest
  @ValueSource(
      strings = {"abc", "schlüssel", "Öl", "€5", "ключ", "鍵", "a\ud83d\udd11b", "Ã¼", "a?b"})
  void aKeyThatIsNotAsciiOpensAsTextAndAsTheBytesOfUtf8(String text) throws IOException {
    Files.writeString(file(), text);
    String asRead = new String(text.getBytes(UTF_8), ISO_8859_1);

    assertThat(opens(key("other"), text)).isTrue();
    assertThat(opens(key("other"), asRead)).isTrue();
    assertThat(opens(key("other"), asRead + "x", "x" + text, text.replace(text.charAt(0), '?')))
        .isFalse();
  }

  @Test
  void aPlusSignOfTheKeyMayBeASpaceInTheQueryAlone() throws IOException {
    Files.writeString(file(), "a+b/c d==");
    Optional<Secret> spaces = Optional.of(new Secret("a b/c d=="));
    ApiKey key = key("other");

    assertThat(key.isAmong(new Keys(spaces, Optional.empty(), Optional.empty()))).isTrue();
    assertThat(key.isAmong(new Keys(Optional.empty(), spaces, Optional.empty()))).isFalse();
    assertThat(key.isAmong(new Keys(Optional.empty(), Optional.empty(), spaces))).isFalse();
    Optional<Secret> pluses = Optional.of(new Secret("a+b/c+d=="));
    assertThat(key.isAmong(new Keys(pluses, Optional.empty(), Optional.empty()))).isFalse();
    assertThat(opens(key, "a+b/c d==")).isTrue();
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
