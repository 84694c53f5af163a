package org.tigstore.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.block.Refusal;
import org.tigstore.block.Touch;

/**
 * The protocol over a store in memory with a manual clock. As an extension, it fails each test that
 * leaves a block or an upload open.
 */
final class MemoryTig implements AfterEachCallback {
  /** The maximum block size, in bytes. */
  static final int LIMIT = 2 * 1024 * 1024;

  private final ManualClock clock = new ManualClock();
  private final MemoryBlockStore engine = new MemoryBlockStore(LIMIT, Channel::refuseChange, clock);
  private final WatchedStore store = new WatchedStore(engine);
  private final Reads reads = new Reads(RequestStores.within(store));
  private final Writes writes = new Writes(RequestStores.within(store));
  private int slots;

  /** A stored block. */
  record Stored(String value, Instant touched) {}

  Reads reads() {
    return reads;
  }

  Writes writes() {
    return writes;
  }

  WatchedStore store() {
    return store;
  }

  /** Advances the clock. */
  void pass(Duration duration) {
    clock.pass(duration);
  }

  Instant now() {
    return clock.instant();
  }

  /** Deletes the blocks that were last touched before this instant. */
  void expire(Instant untouchedSince) {
    engine.expire(untouchedSince);
  }

  /** The name of a slot that does not exist yet. */
  BlockName freshSlot() {
    slots++;
    return Bodies.nameOf("the key of slot " + slots);
  }

  /** Creates a slot with this value. */
  BlockName slot(String value) throws IOException {
    BlockName name = freshSlot();
    Bodies.write(engine, name, value);
    return name;
  }

  /** Seals this text. */
  BlockName sealed(String text) throws IOException {
    return Bodies.seal(engine, Bodies.of(text));
  }

  /** Reads a block without touching it. */
  String text(BlockName name) throws IOException {
    return text(reads.read(name, Touch.KEEP));
  }

  /** Reads the burst of an index without touching it. */
  String burst(BlockName index) throws IOException {
    return text(reads.burst(index, Touch.KEEP));
  }

  /** Reads all the text and closes the representation. */
  static String text(Representation read) throws IOException {
    try (read) {
      return new String(read.content().bytes().readAllBytes(), UTF_8);
    }
  }

  /** The stored text, without following channels; empty if there is no such block. */
  Optional<String> value(BlockName name) {
    return Optional.ofNullable(blocks().get(name)).map(Stored::value);
  }

  /** The time of the last touch. */
  Instant touched(BlockName name) throws IOException {
    try (Block block = engine.read(name, Touch.KEEP).orElseThrow()) {
      return block.lastTouched();
    }
  }

  /** All stored blocks. */
  Map<BlockName, Stored> blocks() {
    Map<BlockName, Stored> blocks = new HashMap<>();
    engine
        .newestFirst()
        .forEachRemaining(
            name -> {
              try {
                blocks.put(name, new Stored(Bodies.readText(engine, name), touched(name)));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    return blocks;
  }

  /** Checks that a request is refused with this refusal and neither changes nor touches a block. */
  void assertRefusedUnchanged(Refusal refusal, ThrowingCallable request) {
    Map<BlockName, Stored> before = blocks();
    pass(Duration.ofSeconds(1));
    assertRefused(refusal, request);
    assertThat(blocks()).isEqualTo(before);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(store.open()).as("blocks and uploads left open").isZero();
  }
}
