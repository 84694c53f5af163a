package org.tigstore.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who counts as one client. */
class ClientNetworkTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1, ::ffff:192.0.2.1",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "2001:db8::1, 2001:0DB8:0000:0::ffff",
    "2001:db8::1, [2001:db8::2]",
    "2001:db8::1, 2001:db8::1:2:3:4",
    "2001::1:1:1:1:1, 2001:0:0:1::9",
    "fe80::1%eth0, fe80:0:0:0:0:0:0:1%2",
    "::1, 0:0:0:0:0:0:0:1",
    "nobody, nobody"
  })
  void theSameClient(String one, String other) {
    assertThat(ClientNetwork.of(one)).isEqualTo(ClientNetwork.of(other));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.2",
    "192.0.2.1, c000:201::",
    "2001:db8::1, 2001:db8:0:1::1",
    "2001::1:1:1:1:1, 2001::1",
    "2001:db8::1, 2001:db9::1",
    "::1, 1::",
    "nobody, somebody",
    "'', 0.0.0.0"
  })
  void differentClients(String one, String other) {
    assertThat(ClientNetwork.of(one)).isNotEqualTo(ClientNetwork.of(other));
  }
}
