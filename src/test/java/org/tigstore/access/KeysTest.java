package org.tigstore.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys in {@code Authorization}. */
class KeysTest {
  private static String basic(String credentials, Charset charset) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(charset));
  }

  @ParameterizedTest
  @CsvSource({"anybody:abc, abc", ":abc, abc", "a:b:c, b:c", "a:' b ', ' b '", "a:, ''"})
  void passwordIsWhatFollowsTheFirstColon(String credentials, String password) {
    String text = credentials.replace("'", "");
    assertThat(Keys.password(basic(text, UTF_8))).contains(new Secret(password));
    assertThat(Keys.password(basic(text, UTF_8).replace("Basic ", "bAsIc  ")))
        .contains(new Secret(password));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no colon", "line:e\nnd", "line\r:end", "nul:\0", "delete:\u007f", ""})
  void invalidCredentialsHaveNoPassword(String credentials) {
    assertThat(Keys.password(basic(credentials, UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic a:abc", "Basic YTph!mM=", "Basic", "BasicYTphYmM=", "Bearer YTphYmM="})
  void otherFieldsHaveNoPassword(String authorization) {
    assertThat(Keys.password(authorization)).isEmpty();
  }

  /** Browsers take UTF-8, older clients ISO 8859-1. */
  @ParameterizedTest
  @ValueSource(strings = {"abc", "schlüssel"})
  void passwordIsTheKeyInEitherEncoding(String key) throws Exception {
    ApiKey apiKey = new ApiKey(Path.of("no-such-file"), Optional.of(new Secret(key)));
    for (Charset charset : new Charset[] {UTF_8, ISO_8859_1}) {
      Optional<Secret> password = Keys.password(basic("a:" + key, charset));
      assertThat(apiKey.isAmong(Keys.ofNode(password))).isTrue();
    }
  }

  @Test
  void bearerTokenIsTheKey() {
    assertThat(Keys.bearer("bearer  abc ")).contains(new Secret("abc"));
    assertThat(Keys.bearer("Basic abc")).isEmpty();
    assertThat(Keys.bearer("abc")).isEmpty();
  }
}
