package org.tigstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;

class BlockAddressTest {
  private static final String DIGITS =
      "181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b";

  @ParameterizedTest
  @CsvSource({
    "%s,,false",
    "%s.tig,,false",
    "/%s.tig,,false",
    "/tig/%s.tig,,false",
    "'  %s\n',,false",
    "/%s.tig?burst=1,,true",
    "%s?burst=1,,true",
    "http://127.0.0.1:7777/%s.tig,http://127.0.0.1:7777,false",
    "https://host/tig/%s.tig?burst=1,https://host/tig,true",
    "http://[::1]:7777/%s.tig,http://[::1]:7777,false"
  })
  void hashPathAndAddressNameABlock(String form, URI server, boolean burst) {
    BlockAddress address = BlockAddress.parse(form.formatted(DIGITS));
    assertThat(address.name()).isEqualTo(BlockName.parseDigits(DIGITS).orElseThrow());
    assertThat(address.burst()).isEqualTo(burst);
    assertThat(address.server().orElse(null)).isEqualTo(server);
    assertThat(BlockAddress.parse(address.toString()).name()).isEqualTo(address.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "/%s.txt",
        "%s0",
        "/%s.tig?burst=2",
        "/%s.tig?take=1",
        "/%s.tig#x",
        "ftp://host/%s.tig",
        "http://user:secret@host/%s.tig"
      })
  void otherTextNamesNone(String form) {
    String text = form.formatted(DIGITS);
    assertThatThrownBy(() -> BlockAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void uppercaseDigitsNameNone() {
    String text = DIGITS.replace('f', 'F');
    assertThatThrownBy(() -> BlockAddress.parse(text)).hasMessageContaining("names no block");
  }
}
