package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tigstore.Eventually;
import org.tigstore.access.Admission;
import org.tigstore.access.ApiKey;
import org.tigstore.access.Caller;
import org.tigstore.access.Keys;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Bodies;
import org.tigstore.block.Condition;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.StoreUnderTest;
import org.tigstore.block.Touch;
import org.tigstore.protocol.Reads;
import org.tigstore.protocol.Writes;
import org.xbill.DNS.ResolverConfig;

/** What a node does while DNS has not told it its peers: it does not take itself for alone. */
class UnknownPeersTest {
  private static final String SERVER = "dns.server";
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final BlockName SLOT = Bodies.nameOf("slot");
  private static final BlockName READ_CHANNEL = Bodies.nameOf("channel to read");
  private static final BlockName WRITE_CHANNEL = Bodies.nameOf("channel to write");
  private static final BlockName INDEX = Bodies.nameOf("index");
  private static final Caller ANYBODY =
      new Caller(Keys.NONE, Admission.OPEN, Optional.empty(), false, false, false);

  @TempDir Path directory;
  private final ManualClock clock = new ManualClock();
  private final BlockStore own =
      new MemoryBlockStore(StoreUnderTest.LIMIT, StoreUnderTest.guard(), clock);
  private DnsServer dns;

  /** How DNS does not tell the nodes. */
  enum Silence {
    NO_ANSWER,
    SERVFAIL,
    NO_SUCH_NAME,
    NO_ADDRESS,
    ONE_FAMILY;

    void of(DnsServer dns) throws IOException {
      switch (this) {
        case NO_ANSWER -> dns.answers(question -> false);
        case SERVFAIL -> dns.fails(question -> true, DnsServer.Failure.SERVFAIL);
        case NO_SUCH_NAME -> {}
        case NO_ADDRESS -> dns.has("tig.test");
        case ONE_FAMILY -> {
          dns.has("tig.test");
          dns.fails(DnsServer::isAboutFour, DnsServer.Failure.REFUSED);
        }
      }
    }
  }

  /** What a request asks for. */
  enum Wish {
    READ,
    WRITE,
    SET_IF_NOT,
    APPEND,
    TAKE,
    DELETE,
    LIST_OF_ALL,
    READ_THROUGH_CHANNEL,
    WRITE_THROUGH_CHANNEL,
    BURST;

    void of(Cluster cluster) throws IOException {
      Reads reads = new Reads(cluster.stores(ANYBODY));
      Writes writes = new Writes(cluster.stores(ANYBODY));
      switch (this) {
        case READ -> reads.read(SLOT, Touch.RENEW);
        case WRITE -> writes.write(SLOT, Bodies.of("x"), Writes.Mode.REPLACE, Condition.NONE);
        case SET_IF_NOT ->
            writes.write(SLOT, Bodies.of("x"), Writes.Mode.REPLACE, Condition.VACANT);
        case APPEND -> writes.write(SLOT, Bodies.of("x"), Writes.Mode.APPEND, Condition.NONE);
        case TAKE -> writes.take(SLOT, Condition.NONE);
        case DELETE -> writes.delete(SLOT, Condition.NONE);
        case LIST_OF_ALL -> cluster.list(ANYBODY, true);
        case READ_THROUGH_CHANNEL -> reads.read(READ_CHANNEL, Touch.RENEW);
        case WRITE_THROUGH_CHANNEL ->
            writes.write(WRITE_CHANNEL, Bodies.of("x"), Writes.Mode.REPLACE, Condition.NONE);
        case BURST -> reads.burst(INDEX, Touch.RENEW);
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    dns = DnsServer.start();
    System.setProperty(SERVER, dns.place());
    ResolverConfig.refresh();
    Bodies.write(own, READ_CHANNEL, "Read only channel to tig /" + SLOT);
    Bodies.write(own, WRITE_CHANNEL, "Write only channel to tig /" + SLOT);
    Bodies.write(own, INDEX, "/" + SLOT + "\n");
  }

  @AfterEach
  void stop() throws IOException {
    own.close();
    dns.close();
    System.clearProperty(SERVER);
    ResolverConfig.refresh();
  }

  private Cluster cluster(Duration limit) throws IOException {
    ClusterSettings settings =
        new ClusterSettings(
            List.of(URI.create("http://tig.test:1")),
            false,
            ClusterSettings.PeerTrust.VERIFY,
            Optional.empty(),
            limit,
            limit,
            NEVER,
            NEVER,
            Duration.ZERO);
    return new Cluster(
        settings,
        own,
        new ApiKey(directory.resolve("apikey"), Optional.empty()),
        Duration.ZERO,
        clock);
  }

  static Stream<Arguments> cases() {
    return Stream.of(Silence.values())
        .flatMap(silence -> Stream.of(Wish.values()).map(wish -> Arguments.of(silence, wish)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatAPeerMayHaveIsUndecided(Silence silence, Wish wish) throws IOException {
    silence.of(dns);
    try (Cluster cluster = cluster(SOON)) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> wish.of(cluster))
          .satisfies(
              refused -> {
                assertThat(refused.refusal()).isEqualTo(Refusal.UNDECIDED);
                assertThat(refused.reason()).contains("DNS has not reported all nodes");
              });
      assertThat(own.read(SLOT, Touch.KEEP)).isEmpty();
      assertThat(cluster.notReady()).contains("DNS has not reported the nodes of the cluster");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsHereIsServedAndWhatIsSealedIsKept(Silence silence) throws IOException {
    silence.of(dns);
    try (Cluster cluster = cluster(SOON)) {
      ThroughNode node = new ThroughNode(cluster);
      BlockName sealed = Bodies.seal(node, Bodies.of("sealed"));
      assertThat(Bodies.readText(node, sealed)).isEqualTo("sealed");

      Bodies.write(own, SLOT, "one");
      Bodies.append(node, SLOT, " two");
      assertThat(Bodies.readText(node, SLOT)).isEqualTo("one two");
      assertThat(node.take(SLOT, Condition.NONE)).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void onceDnsAnswersTheNodeIsReadyAndStaysSo(Silence silence) throws Exception {
    silence.of(dns);
    try (Cluster cluster = cluster(NEVER)) {
      assertThat(cluster.notReady()).isPresent();

      // Nobody listens there: such a node is gone.
      dns.has("tig.test", "127.0.0.1");
      dns.answers(question -> true);
      dns.fails(question -> false, DnsServer.Failure.SERVFAIL);
      Eventually.holds("readiness", () -> cluster.notReady().isEmpty());
      ThroughNode node = new ThroughNode(cluster);
      assertThat(node.read(SLOT, Touch.RENEW)).isEmpty();
      Bodies.write(node, SLOT, "set", Condition.VACANT);

      silence.of(dns);
      assertThat(cluster.notReady()).isEmpty();
    }
  }
}
