package org.tigstore.server;

import static org.tigstore.server.Figure.counter;
import static org.tigstore.server.Figure.gauge;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tigstore.block.StoreFigures;
import org.tigstore.cluster.PeerFigures;

/** The figures of a node's store and of its peers. */
final class NodeFigures {
  private static final long UNKNOWN = -1;

  private final Supplier<StoreFigures> store;
  private final Supplier<PeerFigures> peers;

  NodeFigures(Supplier<StoreFigures> store, Supplier<PeerFigures> peers) {
    this.store = store;
    this.peers = peers;
  }

  List<Figure> list() {
    return List.of(
        level("Blocks", "tig_store_blocks", "Blocks in the store", StoreFigures::blocks),
        level("StoreBytes", "tig_store_bytes", "Bytes of all blocks", StoreFigures::bytes),
        level("FreeBytes", "tig_disk_free_bytes", "Bytes of free space", StoreFigures::freeBytes),
        level("TotalBytes", "tig_disk_total_bytes", "Bytes in total", StoreFigures::totalBytes),
        gauge("Full", "tig_disk_full", "1 if there is no room", () -> store.get().full()),
        count("Expired", "tig_expired_blocks", "Blocks that expired", StoreFigures::expired),
        count("Damaged", "tig_damaged_blocks", "Damaged sealed blocks", StoreFigures::damaged),
        count("Scrubbed", "tig_scrubbed_blocks", "Blocks hashed again", StoreFigures::scrubbed),
        count("ScrubbedBytes", "tig_scrubbed_bytes", "Their bytes", StoreFigures::scrubbedBytes),
        peers("ConfiguredPeers", "tig_peers_configured", PeerFigures::configured),
        peers("AnsweringPeers", "tig_peers", PeerFigures::answering).with("state", "answering"),
        peers("SilentPeers", "tig_peers", PeerFigures::silent).with("state", "silent"));
  }

  private Figure level(
      String attribute, String metric, String help, Function<StoreFigures, OptionalLong> figure) {
    return gauge(attribute, metric, help, () -> figure.apply(store.get()).orElse(UNKNOWN));
  }

  private Figure count(
      String attribute, String metric, String help, Function<StoreFigures, Object> figure) {
    return counter(attribute, metric, help, () -> figure.apply(store.get()));
  }

  private Figure peers(String attribute, String metric, Function<PeerFigures, Object> figure) {
    return gauge(attribute, metric, "Other nodes of the cluster", () -> figure.apply(peers.get()));
  }
}
