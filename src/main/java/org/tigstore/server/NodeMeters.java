package org.tigstore.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.tigstore.block.StoreFigures;
import org.tigstore.cluster.PeerFigures;

/** Shows a node's figures as meters. */
final class NodeMeters {
  private final NodeFigures node;
  private final MeterRegistry registry;

  /** Of this node, which keeps its figures for as long as they are shown, and there. */
  NodeMeters(NodeFigures node, MeterRegistry registry) {
    this.node = node;
    this.registry = registry;
  }

  /** Shows them from now on. */
  void bind() {
    bindNode();
    bindStore();
    bindPeers();
    bindRequests();
  }

  private void bindNode() {
    Gauge.builder("tig.info", () -> 1)
        .description("Which tig this is")
        .tag("version", node.version())
        .register(registry);
    Gauge.builder("tig.ready", () -> node.ready().getAsBoolean() ? 1 : 0)
        .description("1: callers may come; 0: they had better not")
        .register(registry);
  }

  private void bindStore() {
    gauge("tig.store.blocks", "Blocks in the store", StoreFigures::blocks);
    gauge("tig.store.bytes", "Bytes of all blocks", StoreFigures::bytes);
    gauge("tig.disk.free.bytes", "Bytes that there is room for", StoreFigures::freeBytes);
    gauge("tig.disk.total.bytes", "Bytes of the whole file system", StoreFigures::totalBytes);
    counter("tig.expired.blocks", "Blocks that expired", StoreFigures::expired);
    counter("tig.damaged.blocks", "Sealed blocks found damaged", StoreFigures::damaged);
    counter("tig.scrubbed.blocks", "Sealed blocks hashed again", StoreFigures::scrubbed);
    counter("tig.scrubbed.bytes", "Bytes that these had", StoreFigures::scrubbedBytes);
  }

  private void gauge(String name, String description, Function<StoreFigures, OptionalLong> figure) {
    Gauge.builder(name, () -> known(figure.apply(node.store().get())))
        .description(description)
        .register(registry);
  }

  private static double known(OptionalLong figure) {
    return figure.isPresent() ? figure.getAsLong() : Double.NaN;
  }

  private void counter(String name, String description, ToLongFunction<StoreFigures> figure) {
    Supplier<StoreFigures> store = node.store();
    FunctionCounter.builder(name, store, current -> figure.applyAsLong(current.get()))
        .description(description)
        .register(registry);
  }

  private void bindPeers() {
    Gauge.builder("tig.peers.configured", () -> node.peers().get().configured())
        .description("Addresses in the setting tig.cluster")
        .register(registry);
    peers("answering", PeerFigures::answering);
    peers("silent", PeerFigures::silent);
  }

  private void peers(String state, ToIntFunction<PeerFigures> figure) {
    Gauge.builder("tig.peers", () -> figure.applyAsInt(node.peers().get()))
        .description("Other nodes of the cluster")
        .tag("state", state)
        .register(registry);
  }

  private void bindRequests() {
    Gauge.builder("tig.uploads", () -> node.uploads().getAsInt())
        .description("Bodies that are coming")
        .register(registry);
    bytes("tig.received.bytes", "Bytes of bodies that came", RequestTally::received);
    bytes("tig.sent.bytes", "Bytes of blocks that went", RequestTally::sent);
    throttled("too_many", RequestTally::tooMany);
    throttled("busy", RequestTally::busy);
  }

  private void bytes(String name, String description, ToLongFunction<RequestTally> figure) {
    FunctionCounter.builder(name, node.requests(), figure::applyAsLong)
        .description(description)
        .register(registry);
  }

  private void throttled(String how, ToLongFunction<RequestTally> figure) {
    FunctionCounter.builder("tig.throttled", node.requests(), figure::applyAsLong)
        .description("Requests that were refused for being too many")
        .tag("how", how)
        .register(registry);
  }
}
