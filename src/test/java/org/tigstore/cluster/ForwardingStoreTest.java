package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.access.ApiKey;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.BlockReaderContract;
import org.tigstore.block.BlockStore;
import org.tigstore.block.BlockWriterContract;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.block.StoreUnderTest;
import org.tigstore.web.EmbeddedNode;

/**
 * What a request keeps of the contract through a node at the end of its life, which makes and has
 * all at its peer. What an engine alone does, no request does.
 */
class ForwardingStoreTest implements BlockReaderContract, BlockWriterContract {
  private static final Duration RETENTION = Duration.ofMinutes(10);
  private static final Duration GENEROUS = Duration.ofMinutes(1);
  private static EmbeddedNode peer;

  @TempDir Path directory;
  private final ManualClock clock = new ManualClock();
  private final BlockStore own = memory();
  private final BlockStore behind = memory();
  private Cluster cluster;

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
    cluster = cluster();
  }

  @AfterEach
  void close() throws IOException {
    cluster.close();
    behind.close();
    assertThat(own.newestFirst()).isExhausted();
  }

  private BlockStore memory() {
    return new MemoryBlockStore(LIMIT, StoreUnderTest.guard(), clock);
  }

  private static URI addressOf(EmbeddedNode node) {
    return URI.create("http://127.0.0.1:" + node.address().getPort());
  }

  private Cluster cluster() throws IOException {
    ClusterSettings settings =
        new ClusterSettings(
            List.of(addressOf(peer)),
            false,
            ClusterSettings.PeerTrust.VERIFY,
            Optional.empty(),
            GENEROUS,
            GENEROUS,
            GENEROUS,
            GENEROUS,
            Duration.ofMillis(1));
    Cluster ending =
        new Cluster(
            settings,
            own,
            new ApiKey(directory.resolve("apikey"), Optional.empty()),
            RETENTION,
            clock);
    clock.pass(Duration.ofSeconds(1));
    ending.runDueTasks();
    return ending;
  }

  @Override
  public BlockAccess store() {
    return new ThroughNode(cluster);
  }

  @Override
  public ManualClock clock() {
    return clock;
  }
}
