package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.tigstore.block.BlockStore;
import org.tigstore.block.BlockStoreContract;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;

/** The contract through a node at the end of its life, which makes and has all at its peer. */
class ForwardingStoreTest implements BlockStoreContract {
  private static final Duration RETENTION = Duration.ofMinutes(10);
  private static EmbeddedNode peer;

  private final ManualClock clock = new ManualClock();
  private final BlockStore own = memory();
  private final BlockStore behind = memory();
  private BlockStore store;

  @BeforeAll
  static void startPeer() throws Exception {
    peer = EmbeddedNode.start();
  }

  @AfterAll
  static void stopPeer() throws Exception {
    peer.stop();
  }

  @BeforeEach
  void open() throws IOException {
    peer.serve(behind, RETENTION);
    store = new ThroughNode(cluster(), behind);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    assertThat(own.newestFirst()).isExhausted();
  }

  private BlockStore memory() {
    return new MemoryBlockStore(LIMIT, BlockStoreContract.guard(), clock);
  }

  private Cluster cluster() throws IOException {
    ClusterSettings settings =
        new ClusterSettings(
            List.of(),
            false,
            PeerTrust.VERIFY,
            Optional.empty(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMillis(1));
    Cluster cluster =
        new Cluster(settings, new OnePeer(peer.address()), own, Optional::empty, RETENTION, clock);
    clock.pass(Duration.ofSeconds(1));
    cluster.endIfDue();
    return cluster;
  }

  @Override
  public BlockStore store() {
    return store;
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  private record OnePeer(PeerAddress address) implements Discovery {
    @Override
    public List<PeerAddress> addresses() {
      return List.of(address);
    }

    @Override
    public void close() {}
  }
}
