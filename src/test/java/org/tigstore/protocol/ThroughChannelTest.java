package org.tigstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.tigstore.block.Bodies.nameOf;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.Touch;

/** Requests to channels, and their effects on channel and target. */
class ThroughChannelTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @RegisterExtension final MemoryTig tig = new MemoryTig();

  /** The four kinds of channels. */
  private enum Kind {
    READ_SLOT("Read", false),
    READ_SEALED("Read", true),
    WRITE_SLOT("Write", false),
    WRITE_SEALED("Write", true);

    private final String direction;
    private final boolean sealed;

    Kind(String direction, boolean sealed) {
      this.direction = direction;
      this.sealed = sealed;
    }

    private boolean isForReading() {
      return direction.equals("Read");
    }
  }

  /** The requests to a channel. */
  private enum Request {
    READ,
    BURST,
    WRITE,
    APPEND,
    SET_IF_NOT,
    COMPARE_AND_SET,
    DELETE,
    TAKE;

    private static final Set<Request> READING = EnumSet.of(READ, BURST);
    private static final Set<Request> WRITING =
        EnumSet.of(WRITE, APPEND, SET_IF_NOT, COMPARE_AND_SET);
  }

  private BlockName channel(Kind kind, BlockName target) throws IOException {
    String text = text(kind, target);
    return kind.sealed ? tig.sealed(text) : tig.slot(text);
  }

  private static String text(Kind kind, BlockName target) {
    return kind.direction + " only channel to tig /" + target;
  }

  private void send(Request request, BlockName name, Body body) throws IOException {
    Writes writes = tig.writes();
    switch (request) {
      case READ -> tig.reads().read(name, Touch.KEEP).close();
      case BURST -> tig.reads().burst(name, Touch.KEEP).close();
      case WRITE -> writes.write(name, body, Writes.Mode.REPLACE, Condition.NONE);
      case APPEND -> writes.write(name, body, Writes.Mode.APPEND, Condition.NONE);
      case SET_IF_NOT -> writes.write(name, body, Writes.Mode.REPLACE, Condition.VACANT);
      case COMPARE_AND_SET -> writes.write(name, body, Writes.Mode.REPLACE, valueIs("value"));
      case DELETE -> writes.delete(name, Condition.NONE);
      case TAKE -> writes.take(name, Condition.NONE).close();
    }
  }

  private static Condition valueIs(String value) {
    return new Condition(
        Condition.Expectation.ONE_OF, Set.of(nameOf(value)), Refusal.CONDITION_FAILED);
  }

  private void write(BlockName name, String value) throws IOException {
    send(Request.WRITE, name, Bodies.of(value));
  }

  /** Checks that the request is refused, without effects and before its body is read. */
  private void assertClosed(Refusal refusal, Request request, BlockName name) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[3]);

    tig.assertRefusedUnchanged(refusal, () -> send(request, name, new Body(bytes, 3)));
    assertThat(bytes.available()).as("unread").isEqualTo(3);
  }

  static Stream<Arguments> everyRequestToEveryChannel() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(Request.values()).map(request -> Arguments.of(kind, request)));
  }

  @ParameterizedTest
  @MethodSource("everyRequestToEveryChannel")
  void channelAllowsOnlyItsOwnDirection(Kind kind, Request request) throws IOException {
    BlockName target =
        switch (request) {
          case SET_IF_NOT -> tig.freshSlot();
          case BURST -> tig.slot("/" + tig.sealed("part"));
          default -> tig.slot("value");
        };
    BlockName channel = channel(kind, target);
    Set<Request> open = kind.isForReading() ? Request.READING : Request.WRITING;
    if (!open.contains(request)) {
      assertClosed(Refusal.CHANNEL_CLOSED, request, channel);
      return;
    }
    switch (request) {
      case READ -> assertThat(tig.text(channel)).isEqualTo("value");
      case BURST -> assertThat(tig.burst(channel)).isEqualTo("part");
      default -> {
        send(request, channel, Bodies.of("body"));
        assertThat(tig.value(target)).contains(request == Request.APPEND ? "valuebody" : "body");
      }
    }
    assertThat(tig.value(channel)).contains(text(kind, target));
  }

  @ParameterizedTest
  @MethodSource("everyRequestToEveryChannel")
  void channelToAnotherChannelIsRefused(Kind kind, Request request) throws IOException {
    for (Kind inner : Kind.values()) {
      BlockName between = channel(inner, tig.slot("value"));

      assertClosed(Refusal.CHANNEL_CLOSED, request, channel(kind, between));
    }
  }

  @ParameterizedTest
  @EnumSource
  void channelToItselfIsRefused(Request request) throws IOException {
    for (String direction : new String[] {"Read", "Write"}) {
      BlockName channel = tig.freshSlot();
      write(channel, direction + " only channel to tig /" + channel);

      assertClosed(Refusal.CHANNEL_CLOSED, request, channel);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_SLOT", "READ_SEALED"})
  void readChannelReturnsTheTargetsMetadataButIsNeverImmutable(Kind kind) throws IOException {
    BlockName slot = tig.slot("value");
    BlockName toSlot = channel(kind, slot);
    BlockName toSealed = channel(kind, tig.sealed("sealed"));

    try (Representation read = tig.reads().read(toSlot, Touch.KEEP);
        Representation sealed = tig.reads().read(toSealed, Touch.KEEP)) {
      assertThat(read.tag()).contains(nameOf("value"));
      assertThat(read.content().length()).isEqualTo(5);
      assertThat(sealed.tag()).contains(nameOf("sealed"));
      assertThat(sealed.immutable()).isFalse();
    }
    write(slot, "changed");
    assertThat(tig.text(toSlot)).isEqualTo("changed");
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_SLOT", "READ_SEALED"})
  void readTouchesBothChannelAndTargetOrNeither(Kind kind) throws IOException {
    BlockName target = tig.slot("value");
    Instant older = tig.now();
    tig.pass(MINUTE);
    BlockName channel = channel(kind, target);
    Instant younger = tig.now();
    tig.pass(MINUTE);

    try (Representation left = tig.reads().read(channel, Touch.KEEP)) {
      assertThat(left.lastTouched()).isEqualTo(older);
    }
    assertThat(tig.touched(target)).isEqualTo(older);
    assertThat(tig.touched(channel)).isEqualTo(younger);
    try (Representation touched = tig.reads().read(channel, Touch.RENEW)) {
      assertThat(touched.lastTouched()).isEqualTo(tig.now());
    }
    assertThat(tig.touched(target)).isEqualTo(tig.now());
    assertThat(tig.touched(channel)).isEqualTo(tig.now());
  }

  @Test
  void lastTouchOfAReadIsThatOfTheOlderBlock() throws IOException {
    BlockName target = tig.slot("value");
    Instant older = tig.now();
    BlockName channel = channel(Kind.READ_SLOT, target);
    tig.pass(MINUTE);
    tig.reads().read(target, Touch.RENEW).close();

    try (Representation read = tig.reads().read(channel, Touch.KEEP)) {
      assertThat(read.lastTouched()).isEqualTo(older);
    }
    tig.expire(tig.now());
    assertRefused(Refusal.MISSING, () -> tig.text(channel));
    assertThat(tig.text(target)).isEqualTo("value");
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE_SLOT", "WRITE_SEALED"})
  void onlyASuccessfulWriteTouchesChannelAndTarget(Kind kind) throws IOException {
    BlockName target = tig.slot("other");
    BlockName channel = channel(kind, target);
    tig.pass(MINUTE);

    assertClosed(Refusal.CONDITION_FAILED, Request.COMPARE_AND_SET, channel);
    assertClosed(Refusal.TAKEN, Request.SET_IF_NOT, channel);
    write(channel, "body");

    assertThat(tig.touched(target)).isEqualTo(tig.now());
    assertThat(tig.touched(channel)).isEqualTo(tig.now());
  }

  @Test
  void readChannelToNothingIsDangling() throws IOException {
    for (Kind kind : new Kind[] {Kind.READ_SLOT, Kind.READ_SEALED}) {
      BlockName channel = channel(kind, tig.freshSlot());

      tig.assertRefusedUnchanged(Refusal.DANGLING, () -> tig.text(channel));
      tig.assertRefusedUnchanged(Refusal.DANGLING, () -> tig.burst(channel));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "APPEND"})
  void writeChannelCreatesAMissingTarget(Request request) throws IOException {
    BlockName target = tig.freshSlot();

    send(request, channel(Kind.WRITE_SLOT, target), Bodies.of("first"));

    assertThat(tig.value(target)).contains("first");
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "APPEND", "SET_IF_NOT", "COMPARE_AND_SET"})
  void writeChannelToASealedBlockIsRefused(Request request) throws IOException {
    assertClosed(Refusal.SEALED, request, channel(Kind.WRITE_SLOT, tig.sealed("value")));
  }

  @ParameterizedTest
  @EnumSource
  void readErrorOfTheTargetIsPassedOn(Refusal refusal) throws IOException {
    BlockName target = tig.slot("value");
    BlockName channel = channel(Kind.READ_SLOT, target);
    tig.store().refuse(target, refusal);

    tig.assertRefusedUnchanged(refusal, () -> tig.text(channel));
  }

  @Test
  void targetWithUnreadableBytesIsClosed() throws IOException {
    BlockName target = tig.slot("value");
    tig.store().breakBytes(target);

    for (Kind kind : Kind.values()) {
      Request request = kind.isForReading() ? Request.READ : Request.WRITE;
      BlockName channel = channel(kind, target);
      assertThatIOException().isThrownBy(() -> send(request, channel, Bodies.of("body")));
    }
  }

  @Test
  void channelIsRefusedIfAnotherNodeHasFollowedOne() throws IOException {
    RequestStores last = new RequestStores(tig.store(), tig.store(), Optional.empty());
    BlockName slot = tig.slot("value");
    for (Kind kind : Kind.values()) {
      BlockName channel = channel(kind, slot);

      assertRefused(Refusal.CHANNEL_CLOSED, () -> new Reads(last).read(channel, Touch.KEEP));
      assertRefused(
          Refusal.CHANNEL_CLOSED,
          () ->
              new Writes(last).write(channel, Bodies.of("x"), Writes.Mode.REPLACE, Condition.NONE));
    }
    assertThat(MemoryTig.text(new Reads(last).read(slot, Touch.KEEP))).isEqualTo("value");
    new Writes(last).write(slot, Bodies.of("new"), Writes.Mode.REPLACE, Condition.NONE);
    assertThat(tig.text(slot)).isEqualTo("new");
  }

  @Test
  void targetsAndPartsComeFromTheirOwnStores() throws IOException {
    MemoryTig targets = new MemoryTig();
    MemoryTig parts = new MemoryTig();
    RequestStores stores =
        new RequestStores(tig.store(), parts.store(), Optional.of(targets.store()));
    BlockName target = nameOf("the target's key");
    Bodies.write(targets.store(), target, "/" + parts.sealed("part"));

    BlockName reading = channel(Kind.READ_SLOT, target);
    assertThat(MemoryTig.text(new Reads(stores).burst(reading, Touch.KEEP))).isEqualTo("part");
    BlockName writing = channel(Kind.WRITE_SLOT, target);
    new Writes(stores).write(writing, Bodies.of("new"), Writes.Mode.REPLACE, Condition.NONE);
    assertThat(targets.value(target)).contains("new");
    assertThat(tig.value(target)).isEmpty();
  }
}
