package org.tigstore.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Bodies.append;
import static org.tigstore.block.Bodies.nameOf;
import static org.tigstore.block.Bodies.seal;
import static org.tigstore.block.Bodies.write;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every engine tells an operator. For the same tests as {@link BlockStoreContract}. */
public interface StoreFiguresContract {
  /** A slot's name. */
  BlockName SLOT = nameOf("the key of a slot");

  /** The store under test, the same one throughout a test. */
  BlockStore store();

  /** The clock of the store under test. */
  ManualClock clock();

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
    store().scrub(Duration.ofDays(1));
    clock().pass(Duration.ofDays(1).minusSeconds(1));
    store().scrub(Duration.ofDays(1));

    assertThat(store().figures().scrubbed()).isEqualTo(2);
    assertThat(store().figures().scrubbedBytes()).isEqualTo(8);
  }

  @Test
  default void aStoreThatWorksIsUsable() throws IOException {
    store().checkUsable();
  }
}
