package org.tigstore.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts and ports as people and programs write them. */
class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "tig, tig, -1",
    "Tig.Example.COM, tig.example.com, -1",
    "tig.example.com.:80, tig.example.com, 80",
    "tig_nodes:0, tig_nodes, 0",
    "a-b.4u:, a-b.4u, -1",
    "bücher.example, xn--bcher-kva.example, -1",
    "192.0.2.1:65535, 192.0.2.1, 65535",
    "::1, 0:0:0:0:0:0:0:1, -1",
    "[::1], 0:0:0:0:0:0:0:1, -1",
    "[2001:DB8::1]:080, 2001:db8:0:0:0:0:0:1, 80",
    "2001:db8::80, 2001:db8:0:0:0:0:0:80, -1",
    "[::ffff:192.0.2.1]:1, 192.0.2.1, 1",
    "[fe80::1%25eth0]:1, fe80:0:0:0:0:0:0:1, 1",
    "fe80::1%eth0, fe80:0:0:0:0:0:0:1, -1",
    "192.0.2.1:_obscure, 192.0.2.1, -1"
  })
  void whatIsOne(String text, String host, int port) {
    HostPort read = HostPort.of(text).orElseThrow();
    assertThat(read.canonicalHost()).isEqualTo(host);
    assertThat(read.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ":80",
        "a..b",
        ".a",
        "a b",
        "a:b",
        "a:1:2",
        "a:65536",
        "a:-1",
        "a/b",
        "user@a",
        "*.example.com",
        "http://a",
        "10.1",
        "1",
        "0x7f.1:80",
        "192.0.2.256",
        "192.0.2.1.",
        "[192.0.2.1]",
        "[::1",
        "::1]",
        "[::1]80",
        "[:]",
        "[::g]",
        "2001:db8::1:65536"
      })
  void whatIsNone(String text) {
    assertThat(HostPort.of(text)).isEmpty();
  }

  @Test
  void aNameMayHaveAsManyLettersAsDnsAllows() {
    String longest = ("a".repeat(63) + ".").repeat(3);
    assertThat(HostPort.of(longest + "b".repeat(61))).isPresent();
    assertThat(HostPort.of(longest + "b".repeat(63))).isEmpty();
    assertThat(HostPort.of("a".repeat(64))).isEmpty();
    assertThat(HostPort.of("a".repeat(1_000_000))).isEmpty();
  }

  @Test
  void anAddressKeepsItsZone() {
    assertThat(HostPort.of("[fe80::1%251]:80").orElseThrow().address().orElseThrow())
        .extracting(Object::toString)
        .asString()
        .endsWith("%1");
    HostPort nowhere = HostPort.of("[fe80::1%25none]").orElseThrow();
    assertThatIllegalArgumentException().isThrownBy(nowhere::address);
    assertThat(HostPort.of("tig.example.com").orElseThrow().address()).isEmpty();
  }

  @Property
  void noTextBreaksIt(@ForAll String text) {
    HostPort.of(text).ifPresent(read -> assertThat(HostPort.of(read.canonicalHost())).isPresent());
  }
}
