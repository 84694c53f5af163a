package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tigstore.Eventually;
import org.xbill.DNS.Address;
import org.xbill.DNS.ResolverConfig;

/** Where nodes are thought to listen, by what a real DNS server says. */
@Timeout(300)
class DnsDiscoveryTest {
  private static final String SERVER = "dns.server";
  private static final String SEARCH = "dns.search";
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Duration IMPATIENT = Duration.ofMillis(50);

  /** Two questions that a slow machine answers too late are sent twice more each. */
  private static final int MOST_SENT_AGAIN = 4;

  private static final Duration NO_LONGER_FRESH = Duration.ofSeconds(4);
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private DnsServer dns;

  @BeforeEach
  void start() throws IOException {
    dns = DnsServer.start();
    System.setProperty(SERVER, dns.place());
    System.setProperty(SEARCH, "nodes.test");
    ResolverConfig.refresh();
  }

  @AfterEach
  void stop() {
    dns.close();
    System.clearProperty(SERVER);
    System.clearProperty(SEARCH);
    ResolverConfig.refresh();
  }

  private DnsDiscovery discovery(String... addresses) {
    return discovery(PATIENT, false, addresses);
  }

  private DnsDiscovery discovery(Duration limit, boolean localhost, String... addresses) {
    return new DnsDiscovery(
        new ClusterSettings(
            Arrays.stream(addresses).map(URI::create).toList(),
            localhost,
            ClusterSettings.PeerTrust.VERIFY,
            Optional.empty(),
            limit,
            limit,
            limit,
            limit,
            Duration.ZERO),
        now::get);
  }

  /** Lets what DNS said last become old. */
  private void age() {
    now.addAndGet(NO_LONGER_FRESH.toNanos());
  }

  /** What is found once what DNS said last is old. */
  private List<String> foundLater(DnsDiscovery discovery) {
    age();
    return found(discovery);
  }

  private static List<String> found(DnsDiscovery discovery) {
    return discovery.addresses().stream()
        .map(PeerAddress::address)
        .map(InetAddress::getHostAddress)
        .toList();
  }

  @Test
  void allAddressesOfANameAreFound() throws IOException {
    dns.has("tig.test", "10.0.0.1", "10.0.0.2", "fd00::1", "fd00::2");
    try (DnsDiscovery discovery = discovery("http://tig.test:7777")) {
      assertThat(found(discovery))
          .containsExactlyInAnyOrder(
              "10.0.0.1", "10.0.0.2", "fd00:0:0:0:0:0:0:1", "fd00:0:0:0:0:0:0:2");
      assertThat(discovery.addresses())
          .allMatch(address -> address.host().equals("tig.test") && address.port() == 7777);
    }
  }

  @Test
  void severalNamesAreFoundTogetherAndNoAddressTwice() throws IOException {
    dns.has("one.test", "10.0.0.1");
    dns.has("two.test", "10.0.0.2");
    try (DnsDiscovery discovery =
        discovery("http://one.test", "http://two.test", "http://one.test/")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1", "10.0.0.2");
    }
  }

  @Test
  void anAliasIsFollowed() throws IOException {
    dns.leads("tig.test", "other.test");
    dns.leads("other.test", "last.test");
    dns.has("last.test", "10.0.0.1", "fd00::1");
    try (DnsDiscovery discovery = discovery("https://tig.test")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1", "fd00:0:0:0:0:0:0:1");
      assertThat(discovery.addresses())
          .allMatch(address -> address.host().equals("tig.test") && address.port() == 443);
    }
  }

  @Test
  void aShortNameIsLookedForInTheSystemsDomains() throws IOException {
    dns.has("tig.nodes.test", "10.0.0.1");
    try (DnsDiscovery discovery = discovery("http://tig")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1");
    }
  }

  @Test
  void anAddressNeedsNoDns() {
    dns.answers(question -> false);
    try (DnsDiscovery discovery = discovery("http://10.0.0.1:1", "http://[::1]:2")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1", "0:0:0:0:0:0:0:1");
      assertThat(discovery.addresses())
          .extracting(PeerAddress::toString)
          .containsExactly("http://10.0.0.1:1", "http://[0:0:0:0:0:0:0:1]:2");
      assertThat(dns.questions()).isZero();
    }
  }

  @Test
  void aNameWithoutAddressesGivesNone() throws IOException {
    dns.has("empty.test");
    dns.has("tig.test", "10.0.0.1");
    try (DnsDiscovery discovery =
        discovery("http://missing.test", "http://empty.test", "http://tig.test")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1");
    }
  }

  @Test
  void whatIsNoNameGivesNone() {
    try (DnsDiscovery discovery = discovery("http://" + "a".repeat(70) + ".test")) {
      assertThat(discovery.addresses()).isEmpty();
    }
  }

  @Test
  void changedRecordsCountSoonButDnsIsNotAskedEveryTime() throws Exception {
    dns.has("tig.test", "10.0.0.1");
    try (DnsDiscovery discovery = discovery("http://tig.test")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1");
      int questions = dns.questions();
      dns.has("tig.test", "10.0.0.2", "fd00::1");
      for (int call = 0; call < 1000; call++) {
        assertThat(found(discovery)).containsExactly("10.0.0.1");
      }
      assertThat(dns.questions()).isLessThanOrEqualTo(questions + MOST_SENT_AGAIN);

      Eventually.holds(
          "new addresses",
          () -> foundLater(discovery).equals(List.of("10.0.0.2", "fd00:0:0:0:0:0:0:1")));
      dns.has("tig.test");
      Eventually.holds("no addresses", () -> foundLater(discovery).isEmpty());
    }
  }

  @Test
  void whenDnsFallsSilentTheLastAddressesStay() throws Exception {
    dns.has("tig.test", "10.0.0.1", "fd00::1");
    try (DnsDiscovery discovery = discovery("http://tig.test")) {
      List<String> before = found(discovery);
      dns.answers(question -> false);
      int questions = dns.questions();
      Eventually.holds(
          "a round of questions without an answer",
          () -> {
            assertThat(foundLater(discovery)).isEqualTo(before);
            return dns.questions() > questions + 6;
          });

      dns.has("tig.test", "10.0.0.2");
      dns.answers(question -> true);
      Eventually.holds("the new address", () -> foundLater(discovery).equals(List.of("10.0.0.2")));
    }
  }

  @Test
  void nobodyWaitsForASilentDnsForLongerThanForAPeer() throws Exception {
    dns.has("tig.test", "10.0.0.1");
    dns.answers(question -> false);
    try (DnsDiscovery discovery =
        discovery(IMPATIENT, false, "http://tig.test", "http://10.0.0.2")) {
      assertThat(found(discovery)).containsExactly("10.0.0.2");

      dns.answers(question -> true);
      Eventually.holds("the address", () -> foundLater(discovery).contains("10.0.0.1"));
    }
  }

  @Test
  void aQuestionThatGetsLostIsPutAgain() throws IOException {
    dns.has("tig.test", "10.0.0.1", "fd00::1");
    dns.loses(2);
    try (DnsDiscovery discovery = discovery("http://tig.test")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1", "fd00:0:0:0:0:0:0:1");
      assertThat(dns.questions()).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void whatDnsSaysOfOneKindOfAddressesCountsWithoutTheOther() throws Exception {
    dns.has("tig.test", "10.0.0.1");
    dns.answers(DnsServer::isAboutFour);
    try (DnsDiscovery discovery = discovery("http://tig.test")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1");

      dns.has("tig.test", "10.0.0.2");
      Eventually.holds("the new address", () -> foundLater(discovery).equals(List.of("10.0.0.2")));
    }
  }

  @Test
  void theNodeOnThisMachineHasThePortPathAndNameOfTheFirst() throws IOException {
    dns.has("tig.test", "10.0.0.1");
    try (DnsDiscovery discovery =
        discovery(PATIENT, true, "https://tig.test:1/tig", "http://10.0.0.2:2")) {
      assertThat(discovery.addresses())
          .contains(
              new PeerAddress("https", "tig.test", Address.getByAddress("127.0.0.1"), 1, "/tig"))
          .hasSize(3);
    }
  }

  @Test
  void aPathIsKeptWithoutSlashAtItsEnd() {
    try (DnsDiscovery discovery =
        discovery(PATIENT, true, "http://10.0.0.1:1/tig/", "http://10.0.0.1:1/tig")) {
      assertThat(discovery.addresses())
          .extracting(PeerAddress::toString)
          .containsExactly("http://10.0.0.1:1/tig", "http://127.0.0.1:1/tig");
    }
  }
}
