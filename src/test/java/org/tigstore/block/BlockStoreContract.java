package org.tigstore.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Bodies.append;
import static org.tigstore.block.Bodies.lastTouched;
import static org.tigstore.block.Bodies.nameOf;
import static org.tigstore.block.Bodies.readText;
import static org.tigstore.block.Bodies.seal;
import static org.tigstore.block.Bodies.touch;
import static org.tigstore.block.Bodies.write;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every engine keeps: it reads and writes, and does what nobody else can do for it. */
public interface BlockStoreContract extends BlockReaderContract, BlockWriterContract {
  /** More than any test has blocks, and pieces of blocks. */
  int ENOUGH_CALLS = 500;

  @Override
  BlockStore store();

  /**
   * Scrubs all that is due: a call stops after a fraction of a second, however little a slow
   * machine has done by then, but does something.
   */
  static void scrubAllThatIsDue(BlockStore store, Duration period) throws IOException {
    for (int call = 0; call < ENOUGH_CALLS; call++) {
      store.scrub(period);
    }
  }

  @Test
  default void whatIsGivenAwayIsGoneOnceItWasTaken() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));
    write(store(), SLOT, "value");
    List<String> given = new ArrayList<>();
    BlockStore.Recipient recipient =
        block -> given.add(new String(block.bytes().readAllBytes(), UTF_8));

    assertThat(store().giveAway(name, recipient)).isTrue();
    assertThat(store().giveAway(SLOT, recipient)).isTrue();
    assertThat(store().giveAway(SLOT, recipient)).isFalse();

    assertThat(given).containsExactly("abc", "value");
    assertThat(store().read(name, Touch.KEEP)).isEmpty();
    assertThat(store().read(SLOT, Touch.KEEP)).isEmpty();
  }

  @Test
  default void whatNobodyTakesStays() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));

    assertRefused(
        Refusal.PEER_FAILED,
        () ->
            store()
                .giveAway(
                    name,
                    block -> {
                      throw new RefusedException(Refusal.PEER_FAILED, "nobody takes it");
                    }));
    assertThat(readText(store(), name)).isEqualTo("abc");
  }

  @Test
  default void onlyUntouchedBlocksExpire() throws IOException {
    BlockName sealed = seal(store(), Bodies.of("abc"));
    BlockName kept = seal(store(), Bodies.of("kept"));
    write(store(), SLOT, "one");
    for (BlockName name : List.of(sealed, kept, SLOT)) {
      touch(store(), name);
    }
    clock().pass(Duration.ofMinutes(3));
    touch(store(), kept);

    long expired = store().expire(clock().instant().minus(Duration.ofMinutes(1)));

    assertThat(expired).isEqualTo(2);
    assertThat(store().read(sealed, Touch.KEEP)).isEmpty();
    assertThat(store().read(SLOT, Touch.KEEP)).isEmpty();
    assertThat(readText(store(), kept)).isEqualTo("kept");
  }

  @Test
  default void blocksThatWereTouchedInTheFutureExpireAsIfTouchedByTheNextSearch()
      throws IOException {
    List<BlockName> names = List.of(seal(store(), Bodies.of("abc")), nameOf("slot"));
    write(store(), names.get(1), "one");
    for (BlockName name : names) {
      touch(store(), name);
    }
    clock().step(Duration.ofHours(-2));

    assertThat(store().expire(clock().instant().minus(Duration.ofMinutes(1)))).isZero();
    for (BlockName name : names) {
      assertThat(lastTouched(store(), name, Touch.KEEP)).isEqualTo(clock().instant());
    }
    clock().pass(Duration.ofMinutes(2));
    assertThat(store().expire(clock().instant().minus(Duration.ofMinutes(1)))).isEqualTo(2);
  }

  @Test
  default void theListHasTheLastTouchedFirst() throws IOException {
    List<BlockName> names = List.of(nameOf("a"), nameOf("b"), nameOf("c"));
    for (BlockName name : names) {
      write(store(), name, "value of " + name);
      touch(store(), name);
      clock().pass(Duration.ofSeconds(1));
    }
    touch(store(), names.get(1));

    Iterator<BlockName> list = store().newestFirst();

    assertThat(list).toIterable().containsExactly(names.get(1), names.get(2), names.get(0));
  }

  private void assertHas(long blocks, long bytes) {
    StoreFigures figures = store().figures();
    assertThat(figures.blocks()).hasValue(blocks);
    assertThat(figures.bytes()).hasValue(bytes);
  }

  @Test
  default void nothingIsCountedAsNothing() throws IOException {
    store().recount();

    assertHas(0, 0);
  }

  @Test
  default void figuresAreUnknownUntilTheBlocksAreCounted() throws IOException {
    write(store(), SLOT, "12345");
    assertThat(store().figures().blocks()).isEmpty();
    assertThat(store().figures().bytes()).isEmpty();

    store().recount();

    assertHas(1, 5);
  }

  @Test
  default void figuresFollowEveryChangeAtOnce() throws IOException {
    store().recount();
    seal(store(), Bodies.of("abc"));
    assertHas(1, 3);
    seal(store(), Bodies.of("abc"));
    assertHas(1, 3);
    write(store(), SLOT, "12345");
    assertHas(2, 8);
    write(store(), SLOT, "1", Condition.NONE);
    assertHas(2, 4);
    append(store(), SLOT, "23");
    assertHas(2, 6);
    append(store(), nameOf("log"), "1");
    assertHas(3, 7);
    store().delete(nameOf("log"), Condition.NONE);
    assertHas(2, 6);
    store().take(SLOT, Condition.NONE).orElseThrow().close();
    assertHas(1, 3);
  }

  @Test
  default void figuresFollowASquatterThatYieldsAndASlotThatIsSealed() throws IOException {
    store().recount();
    write(store(), nameOf("abc"), "squatter");
    assertHas(1, 8);
    seal(store(), Bodies.of("abc"));
    assertHas(1, 3);
    write(store(), nameOf("value"), "value");
    assertHas(2, 8);
  }

  @Test
  default void whatIsGivenAwayCountsNoMore() throws IOException {
    store().recount();
    BlockName name = seal(store(), Bodies.of("abc"));
    write(store(), SLOT, "12345");

    store().giveAway(name, block -> {});
    assertHas(1, 5);
    store().giveAway(SLOT, block -> {});
    assertHas(0, 0);
  }

  @Test
  default void whatIsRefusedOrOnlyReceivedCountsNothing() throws IOException {
    store().recount();
    BlockName name = seal(store(), Bodies.of("abc"));
    write(store(), SLOT, "12345");

    assertRefused(Refusal.SEALED, () -> append(store(), name, "x"));
    assertRefused(Refusal.TAKEN, () -> write(store(), SLOT, "x", Condition.VACANT));
    assertRefused(Refusal.MISSING, () -> store().delete(nameOf("none"), Condition.NONE));
    store().receive(Bodies.of("received")).close();
    assertHas(2, 8);
  }

  @Test
  default void expiredBlocksAreCounted() throws IOException {
    seal(store(), Bodies.of("abc"));
    write(store(), SLOT, "12345");
    clock().pass(Duration.ofMinutes(3));
    write(store(), SLOT, "1");

    store().expire(clock().instant().minus(Duration.ofMinutes(1)));

    assertHas(1, 1);
    assertThat(store().figures().expired()).isEqualTo(1);
    assertThat(store().figures().damaged()).isZero();
  }

  @Test
  default void everySealedBlockIsScrubbedOnceInAPeriod() throws IOException {
    seal(store(), Bodies.of("abc"));
    seal(store(), Bodies.of("12345"));
    write(store(), SLOT, "slot");
    store().recount();
    scrubAllThatIsDue(store(), Duration.ofDays(1));
    clock().pass(Duration.ofDays(1).minusSeconds(1));
    scrubAllThatIsDue(store(), Duration.ofDays(1));

    assertThat(store().figures().scrubbed()).isEqualTo(2);
    assertThat(store().figures().scrubbedBytes()).isEqualTo(8);
  }

  @Test
  default void aStoreIsUsableUntilItIsClosed() throws IOException {
    store().checkUsable();

    store().close();

    assertRefused(Refusal.CLOSED, () -> store().checkUsable());
  }
}
