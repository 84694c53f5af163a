package org.tigstore.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of addresses. */
class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255",
    "10.1.2.3/8, 10.0.0.0",
    "10.0.0.0/8, ::ffff:10.1.2.3",
    "10.1.2.3, 10.1.2.3",
    "10.0.0.128/25, 10.0.0.255",
    "0.0.0.0/0, 192.0.2.1",
    "::/0, 2001:db8::1",
    "::1, [::1]",
    "::1, 0:0:0:0:0:0:0:1%lo",
    "2001:db8::/33, 2001:db8:7fff::1",
    "[::1], ::1",
    "[2001:db8::]/32, 2001:db8::1",
    "::ffff:10.0.0.1, 10.0.0.1",
    "::ffff:10.0.0.0/104, 10.1.2.3",
    "[::ffff:a00:0]/104, 10.1.2.3"
  })
  void addressesInside(String network, String address) {
    assertThat(Network.parse(network).contains(address)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 11.0.0.0",
    "10.0.0.128/25, 10.0.0.127",
    "10.1.2.3, 10.1.2.2",
    "0.0.0.0/0, ::1",
    "::/0, 10.0.0.1",
    "2001:db8::/33, 2001:db8:8000::1",
    "10.0.0.0/8, localhost",
    "10.0.0.0/8, ''",
    "10.0.0.0/8, 10.0.0.1:80",
    "10.0.0.0/8, '10.0.0.1, 10.0.0.2'"
  })
  void whatIsNotInside(String network, String address) {
    assertThat(Network.parse(network).contains(address)).isFalse();
  }

  @Property
  void anAddressIsInTheNetworksOfItsBits(
      @ForAll @Size(4) byte[] address, @ForAll @IntRange(max = 31) int bits)
      throws UnknownHostException {
    String text = InetAddress.getByAddress(address).getHostAddress();
    address[bits / 8] ^= (byte) (0x80 >> bits % 8);
    String other = InetAddress.getByAddress(address).getHostAddress();

    assertThat(Network.parse(text + "/" + bits).contains(other)).isTrue();
    assertThat(Network.parse(text + "/" + (bits + 1)).contains(other)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "localhost",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "::/129",
        "10.0.0",
        "10.0.0.0.0",
        "10.0.0.256",
        "010.0.0.1",
        "1.2.3.4:5",
        ":",
        ".:",
        "1:2",
        "::1%lo",
        "[10.0.0.1]",
        "[::1",
        "[[::1]]",
        "::ffff:10.0.0.0/95",
        "::ffff:10.0.0.0/129",
        "10.0.0.0/x",
        "10.0.0.0/ 8",
        "::g",
        "999.999.999.999"
      })
  void whatIsNoNetwork(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
    assertThat(Network.isAddress(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "::", "::1", "1::", "::ffff:1.2.3.4"})
  void whatIsAnAddress(String text) {
    assertThat(Network.isAddress(text)).isTrue();
    assertThat(Network.parse(text).contains(text)).isTrue();
  }

  @Property
  void noTextBreaksIt(@ForAll String text) {
    assertThat(Network.parse("10.0.0.0/8").contains(text + "x")).isFalse();
  }
}
