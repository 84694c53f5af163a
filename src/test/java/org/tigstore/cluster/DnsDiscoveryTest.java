package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.Eventually;
import org.xbill.DNS.Address;
import org.xbill.DNS.Record;
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
  @TempDir Path directory;
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
        now::get,
        new HostsFile(directory.resolve("hosts")));
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
    return discovery.found().addresses().stream()
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
      assertThat(discovery.found().addresses())
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
      assertThat(discovery.found().addresses())
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
      assertThat(discovery.found().addresses())
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
  void aQuestionThatGetsLostIsPutAgain() throws Exception {
    dns.has("tig.test", "10.0.0.1", "fd00::1");
    dns.loses(2);
    try (DnsDiscovery discovery = discovery(IMPATIENT, false, "http://tig.test")) {
      Eventually.holds(
          "the addresses",
          () -> foundLater(discovery).equals(List.of("10.0.0.1", "fd00:0:0:0:0:0:0:1")));
      assertThat(dns.questions()).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void whatDnsSaysOfOneKindOfAddressesCountsWithoutTheOther() throws Exception {
    dns.has("tig.test", "10.0.0.1");
    dns.answers(DnsServer::isAboutFour);
    try (DnsDiscovery discovery = discovery(IMPATIENT, false, "http://tig.test")) {
      Eventually.holds("the address", () -> foundLater(discovery).equals(List.of("10.0.0.1")));

      dns.has("tig.test", "10.0.0.2");
      Eventually.holds("the new address", () -> foundLater(discovery).equals(List.of("10.0.0.2")));
    }
  }

  @Test
  void theNodeOnThisMachineHasThePortPathAndNameOfTheFirst() throws IOException {
    dns.has("tig.test", "10.0.0.1");
    try (DnsDiscovery discovery =
        discovery(PATIENT, true, "https://tig.test:1/tig", "http://10.0.0.2:2")) {
      assertThat(discovery.found().addresses())
          .contains(
              new PeerAddress("https", "tig.test", Address.getByAddress("127.0.0.1"), 1, "/tig"))
          .hasSize(3);
    }
  }

  @Test
  void aPathIsKeptWithoutSlashAtItsEnd() {
    try (DnsDiscovery discovery =
        discovery(PATIENT, true, "http://10.0.0.1:1/tig/", "http://10.0.0.1:1/tig")) {
      assertThat(discovery.found().addresses())
          .extracting(PeerAddress::toString)
          .containsExactly("http://10.0.0.1:1/tig", "http://127.0.0.1:1/tig");
    }
  }

  /** Which questions get no answer, and what is found by the others. */
  enum Missing {
    ALL,
    FOUR,
    SIX;

    boolean has(Record question) {
      return this == ALL || DnsServer.isAboutFour(question) == (this == FOUR);
    }

    List<String> found() {
      return switch (this) {
        case ALL -> List.of();
        case FOUR -> List.of("fd00:0:0:0:0:0:0:1");
        case SIX -> List.of("10.0.0.1");
      };
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(DnsServer.Failure.values())
        .flatMap(failure -> Stream.of(Missing.values()).map(part -> Arguments.of(failure, part)));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void nodesMayBeMissingUntilDnsHasAnsweredOnce(DnsServer.Failure failure, Missing part)
      throws Exception {
    List<String> all = List.of("10.0.0.1", "fd00:0:0:0:0:0:0:1");
    dns.has("tig.test", "10.0.0.1", "fd00::1");
    dns.fails(part::has, failure);
    try (DnsDiscovery discovery = discovery(IMPATIENT, false, "http://tig.test")) {
      Eventually.holds("what there is", () -> found(discovery).equals(part.found()));
      assertThat(discovery.found().complete()).isFalse();
      assertThat(discovery.hasBeenComplete()).isFalse();

      dns.fails(question -> false, failure);
      Eventually.holds("all", () -> foundLater(discovery).equals(all));
      assertThat(discovery.found().complete()).isTrue();

      dns.fails(part::has, failure);
      int questions = dns.questions();
      Eventually.holds(
          "later questions without an answer",
          () -> {
            assertThat(foundLater(discovery)).isEqualTo(all);
            assertThat(discovery.found().complete()).isTrue();
            return dns.questions() > questions + 6;
          });
    }
  }

  @Test
  void anAnswerThatComesAfterTheQuestionWasPutAgainCounts() throws Exception {
    dns.has("tig.test", "10.0.0.1");
    dns.delays(Duration.ofMillis(1500));
    try (DnsDiscovery discovery = discovery(IMPATIENT, false, "http://tig.test")) {
      assertThat(discovery.found().complete()).isFalse();
      age();
      assertThat(discovery.found().complete()).isFalse();
      Eventually.holds("the address", () -> found(discovery).equals(List.of("10.0.0.1")));
    }
  }

  @Test
  void oneNameOfSeveralIsEnoughToMissNodes() throws Exception {
    dns.has("one.test", "10.0.0.1");
    dns.has("two.test", "10.0.0.2");
    dns.fails(
        question -> question.getName().toString().equals("two.test."), DnsServer.Failure.SERVFAIL);
    try (DnsDiscovery discovery =
        discovery("http://one.test", "http://two.test", "http://10.0.0.3")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1", "10.0.0.3");
      now.addAndGet(PATIENT.toNanos());
      assertThat(discovery.found().complete()).isFalse();

      dns.fails(question -> false, DnsServer.Failure.SERVFAIL);
      Eventually.holds("the second", () -> foundLater(discovery).contains("10.0.0.2"));
      Eventually.holds("all", () -> discovery.found().complete());
    }
  }

  @Test
  void aFamilyOfAddressesIsGivenUpBesideTheOther() throws Exception {
    dns.has("tig.test", "10.0.0.1");
    dns.fails(Missing.SIX::has, DnsServer.Failure.SERVFAIL);
    try (DnsDiscovery discovery = discovery("http://tig.test")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1");
      now.addAndGet(PATIENT.toNanos() - 1);
      assertThat(discovery.found().complete()).isFalse();
      now.addAndGet(1);
      assertThat(discovery.found().complete()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thatThereAreNoNodesCountsIfItLasts(boolean exists) throws IOException {
    if (exists) {
      dns.has("tig.test");
    }
    try (DnsDiscovery discovery = discovery(PATIENT, true, "http://tig.test")) {
      assertThat(found(discovery)).containsExactly("127.0.0.1");
      assertThat(discovery.found().complete()).isFalse();
      now.addAndGet(PATIENT.toNanos() - 1);
      assertThat(discovery.found().complete()).isFalse();
      now.addAndGet(1);
      assertThat(discovery.found().complete()).isTrue();
    }
  }

  @Test
  void thatAllNodesAreGoneCountsIfItLasts() throws Exception {
    dns.has("tig.test", "10.0.0.1");
    try (DnsDiscovery discovery = discovery("http://tig.test")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1");
      dns.has("tig.test");
      age();
      Eventually.holds("no address", () -> found(discovery).isEmpty());
      assertThat(discovery.found().complete()).isFalse();
      assertThat(discovery.hasBeenComplete()).isTrue();

      dns.has("tig.test", "10.0.0.2");
      Eventually.holds("the new address", () -> foundLater(discovery).equals(List.of("10.0.0.2")));
      assertThat(discovery.found().complete()).isTrue();
    }
  }

  @Test
  void theHostsFileHasAllAddressesAndComesFirst() throws Exception {
    dns.has("tig.test", "10.0.0.9", "fd00::9");
    Path hosts =
        Files.writeString(
            directory.resolve("hosts"),
            """
            # 10.0.0.7 tig.test
            10.0.0.1\tother  TIG.test # tig
              10.0.0.2 tig.test
            nonsense tig.test
            10.0.0.3 tig.test.other

            10.0.0.1 tig.test
            """);
    try (DnsDiscovery discovery = discovery("http://Tig.test", "http://tig.test.:80")) {
      assertThat(found(discovery)).containsExactly("10.0.0.1", "10.0.0.2");
      assertThat(discovery.found().complete()).isTrue();
      assertThat(dns.questions()).isZero();

      Files.writeString(hosts, "fd00::1 tig.test");
      assertThat(foundLater(discovery)).containsExactly("fd00:0:0:0:0:0:0:1");
    }
  }

  @Test
  void aHostsFileThatCannotBeReadMayHaveNodes() throws Exception {
    dns.has("tig.test", "10.0.0.1");
    Path hosts = Files.createDirectory(directory.resolve("hosts"));
    try (DnsDiscovery discovery = discovery("http://tig.test")) {
      assertThat(discovery.found().complete()).isFalse();
      Files.delete(hosts);
      Eventually.holds("the address", () -> foundLater(discovery).equals(List.of("10.0.0.1")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP://TIG.Test:80, http://10.0.0.1:80, tig.test",
    "https://tig.test./tig/, https://10.0.0.1:443/tig, tig.test",
    "http://tig_nodes.test:, http://10.0.0.2:80, tig_nodes.test",
    "http://b\u00fccher.test:1, http://10.0.0.3:1, xn--bcher-kva.test",
    "http://tig:1, http://10.0.0.4:1, tig",
    "http://10.0.0.5, http://10.0.0.5:80, 10.0.0.5",
    "http://[2001:DB8::1]:7777, http://[2001:db8:0:0:0:0:0:1]:7777, 2001:db8:0:0:0:0:0:1",
    "http://[::ffff:10.0.0.5]:7777, http://10.0.0.5:7777, 10.0.0.5",
    "http://[fe80::1%251]:1, http://[fe80:0:0:0:0:0:0:1%1]:1, fe80:0:0:0:0:0:0:1",
    "http://[fe80::1%1]:1, http://[fe80:0:0:0:0:0:0:1%1]:1, fe80:0:0:0:0:0:0:1"
  })
  void anAddressIsReadAsPeopleWriteIt(String written, String read, String host) throws Exception {
    dns.has("tig.test", "10.0.0.1");
    dns.has("tig_nodes.test", "10.0.0.2");
    dns.has("xn--bcher-kva.test", "10.0.0.3");
    dns.has("tig.nodes.test", "10.0.0.4");
    try (DnsDiscovery discovery = discovery(written)) {
      assertThat(discovery.found().addresses())
          .singleElement()
          .hasToString(read)
          .extracting(PeerAddress::host)
          .isEqualTo(host);
    }
  }

  @Test
  void aDotAtTheEndKeepsTheSystemsDomainsOut() throws IOException {
    dns.has("tig.nodes.test", "10.0.0.1");
    try (DnsDiscovery discovery = discovery("http://tig.")) {
      assertThat(found(discovery)).isEmpty();
    }
  }
}
