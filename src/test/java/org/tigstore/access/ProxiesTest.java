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
    "'10.0.0.1, 2001:db8::1', 2001:db8::1",
    "192.0.2.1:80, 192.0.2.1",
    "[2001:db8::1], 2001:db8::1",
    "'[2001:db8::1]:4711,[::1]:80 , 10.0.0.1:5', 2001:db8::1",
    "'\"192.0.2.1:80\", \"[::1]\"', 192.0.2.1",
    "'\"192.0.2.9, 192.0.2.1, 10.0.0.1', 192.0.2.1",
    "2001:DB8::1, 2001:DB8::1",
    "fe80::1%eth0, fe80::1",
    "'192.0.2.1, ::ffff:10.0.0.1', 192.0.2.1"
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
        "192.0.2.1, _hidden",
        "192.0.2.1, client.example.com",
        "192.0.2.1:65536",
        "192.0.2.1:x",
        "[192.0.2.1]",
        "[2001:db8::1",
        "[2001:db8::1]x",
        "[2001:db8::1]:80:80",
        "\"192.0.2.1",
        "192.0.2.1 80",
        "192.0.2.1, 999.0.0.1",
        "192.0.2.1, 010.0.0.1",
        "192.0.2.1, 10.1",
        "for=192.0.2.1"
      })
  void elseNobodyKnowsTheClient(String forwarded) {
    assertThat(PROXIES.client(forwarded)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=192.0.2.1 | 192.0.2.1",
        "For=192.0.2.1:80 | 192.0.2.1",
        "proto=http; FOR=\"[2001:db8::1]:4711\" ;by=10.0.0.1 | 2001:db8::1",
        "for=\"192.0.2.1:_port\";host=\"a,b;for=1\" | 192.0.2.1",
        "for=192.0.2.9, for=192.0.2.1,for=\"[::1]\",For=10.0.0.1 | 192.0.2.1",
        "for=unknown, for=192.0.2.1 | 192.0.2.1",
        "for=\"192.0.2.9, for=192.0.2.1 | 192.0.2.1"
      })
  void theLastForThatIsNoProxyIsTheClient(String forwarded, String client) {
    assertThat(PROXIES.clientIn(forwarded)).contains(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "192.0.2.1",
        "for=",
        "for=unknown",
        "for=192.0.2.1, for=_hidden",
        "for=192.0.2.1, proto=https",
        "for=192.0.2.1,",
        "for=192.0.2.1;for=192.0.2.2",
        "for=192.0.2.1 x",
        "for=192.0.2.1;host=\"a",
        "host=\"for=192.0.2.1\"",
        "for=2001:db8::1, for=[::1"
      })
  void elseNobodyKnowsForWhom(String forwarded) {
    assertThat(PROXIES.clientIn(forwarded)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {",", "\"", "for=\"", "for=\"[::1]\",", "for=::1;", "a=\"b\";", ":", "[::", "%"})
  void aLongFieldIsNotDear(String part) {
    assertThat(PROXIES.client(part.repeat(20_000))).isEmpty();
    assertThat(PROXIES.clientIn(part.repeat(20_000))).isEmpty();
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
