package org.tigstore.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that are trusted, and how far. */
class ProxiesTest {
  private static final Proxies PROXIES =
      new Proxies(
          List.of(Network.parse("10.0.0.0/8"), Network.parse("::1")),
          Optional.empty(),
          Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "'192.0.2.1, 10.0.0.1', 192.0.2.1",
    "'192.0.2.1,::1 ,10.0.0.1', 192.0.2.1",
    "'192.0.2.9, 192.0.2.1', 192.0.2.1",
    "'nonsense, 192.0.2.1, 10.0.0.1', 192.0.2.1",
    "'10.0.0.1, 2001:db8::1', 2001:db8::1"
  })
  void theLastThatIsNoProxyIsTheClient(String forwarded, String client) {
    assertThat(PROXIES.client(forwarded)).contains(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "10.0.0.1",
        "10.0.0.1, 10.0.0.2",
        "192.0.2.1,",
        "192.0.2.1, unknown",
        "192.0.2.1:80",
        "[2001:db8::1]",
        "192.0.2.1, 999.0.0.1",
        "for=192.0.2.1"
      })
  void elseNobodyKnowsTheClient(String forwarded) {
    assertThat(PROXIES.client(forwarded)).isEmpty();
  }

  @Test
  void onlyTheirNetworksAreBelieved() {
    assertThat(PROXIES.trusts("10.1.2.3")).isTrue();
    assertThat(PROXIES.trusts("0:0:0:0:0:0:0:1")).isTrue();
    assertThat(PROXIES.trusts("127.0.0.1")).isFalse();
    assertThat(new Proxies(List.of(), Optional.empty(), Optional.empty()).trusts("127.0.0.1"))
        .isFalse();
  }
}
