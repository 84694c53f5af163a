package org.tigstore.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Bodies.nameOf;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
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
import org.tigstore.protocol.Writes.Mode;

/** Invalid bodies, and changes by others during an upload. */
class IncomingBodyTest {
  private static final String TEXT = "the body";

  @RegisterExtension final MemoryTig tig = new MemoryTig();
  private BlockName fresh;
  private BlockName slot;
  private BlockName channel;

  @BeforeEach
  void makeBlocks() throws IOException {
    fresh = tig.freshSlot();
    slot = tig.slot("value");
    channel = tig.sealed("Write only channel to tig /" + slot);
  }

  /** The requests that have a body. */
  private enum Request {
    SEAL,
    SEAL_APPEND_ONLY,
    NAME,
    MAKE,
    SET_IF_NOT,
    REPLACE,
    APPEND,
    APPEND_TO_NOTHING,
    WRITE_THROUGH_CHANNEL,
    APPEND_THROUGH_CHANNEL
  }

  private void send(Request request, Body body) throws IOException {
    Writes writes = tig.writes();
    switch (request) {
      case SEAL -> writes.seal(body, true);
      case SEAL_APPEND_ONLY -> writes.seal(body, false);
      case NAME -> writes.name(body);
      case MAKE -> writes.write(fresh, body, Mode.REPLACE, Condition.NONE);
      case SET_IF_NOT -> writes.write(fresh, body, Mode.REPLACE, Condition.VACANT);
      case REPLACE -> writes.write(slot, body, Mode.REPLACE, Condition.NONE);
      case APPEND -> writes.write(slot, body, Mode.APPEND, Condition.NONE);
      case APPEND_TO_NOTHING -> writes.write(fresh, body, Mode.APPEND, Condition.NONE);
      case WRITE_THROUGH_CHANNEL -> writes.write(channel, body, Mode.REPLACE, Condition.NONE);
      case APPEND_THROUGH_CHANNEL -> writes.write(channel, body, Mode.APPEND, Condition.NONE);
    }
  }

  private static InputStream text() {
    return new ByteArrayInputStream(TEXT.getBytes(UTF_8));
  }

  private static InputStream tooLarge() {
    return new ByteArrayInputStream(new byte[MemoryTig.LIMIT + 1]);
  }

  /** A stream that fails after the text. */
  private static InputStream broken() {
    InputStream closed = new BufferedInputStream(InputStream.nullInputStream());
    try {
      closed.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SequenceInputStream(text(), closed);
  }

  static Stream<Arguments> invalidBodies() {
    Refusal incomplete = Refusal.BODY_INCOMPLETE;
    long length = TEXT.length();
    long unknown = Body.UNKNOWN_LENGTH;
    return Stream.of(
        invalid("ends early", incomplete, IncomingBodyTest::text, length + 1),
        invalid("does not come", incomplete, InputStream::nullInputStream, 1),
        invalid("goes on", incomplete, IncomingBodyTest::text, length - 1),
        invalid("breaks midway", incomplete, IncomingBodyTest::broken, length + 1),
        invalid("breaks at its end", incomplete, IncomingBodyTest::broken, length),
        invalid("breaks, of unknown length", incomplete, IncomingBodyTest::broken, unknown),
        invalid("is too large", Refusal.TOO_LARGE, IncomingBodyTest::tooLarge, unknown),
        invalid("has another digest", Refusal.DIGEST_MISMATCH, IncomingBodyTest::text, length, "x"),
        invalid(
            "has one wrong digest",
            Refusal.DIGEST_MISMATCH,
            IncomingBodyTest::text,
            unknown,
            TEXT,
            "x"));
  }

  private static Arguments invalid(
      String name, Refusal refusal, Supplier<InputStream> bytes, long length, String... digested) {
    List<BlockName> digests = Arrays.stream(digested).map(Bodies::nameOf).toList();
    Supplier<Body> body = () -> new Body(bytes.get(), length, Bodies.announced(digests));
    return Arguments.of(Named.of(name, body), refusal);
  }

  @ParameterizedTest
  @MethodSource("invalidBodies")
  void invalidBodyIsRefusedAndChangesNothing(Supplier<Body> body, Refusal refusal) {
    for (Request request : Request.values()) {
      tig.assertRefusedUnchanged(refusal, () -> send(request, body.get()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bodyAnnouncedOverTheLimitIsNotRead(Request request) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[3]);

    tig.assertRefusedUnchanged(
        Refusal.TOO_LARGE, () -> send(request, new Body(bytes, MemoryTig.LIMIT + 1)));
    assertThat(bytes.available()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void bodyMatchingItsDigestsIsAccepted(Request request) throws IOException {
    BlockName digest = nameOf(TEXT);

    send(request, new Body(text(), TEXT.length(), Bodies.announced(List.of(digest, digest))));

    switch (request) {
      case SEAL, SEAL_APPEND_ONLY -> assertThat(tig.value(digest)).contains(TEXT);
      case NAME -> assertThat(tig.value(digest)).isEmpty();
      case MAKE, SET_IF_NOT, APPEND_TO_NOTHING -> assertThat(tig.value(fresh)).contains(TEXT);
      case REPLACE, WRITE_THROUGH_CHANNEL -> assertThat(tig.value(slot)).contains(TEXT);
      case APPEND, APPEND_THROUGH_CHANNEL -> assertThat(tig.value(slot)).contains("value" + TEXT);
    }
  }

  /** A change by another caller. */
  @FunctionalInterface
  private interface Event {
    void happen() throws IOException;
  }

  /** A body whose first read triggers the event. */
  private static Body during(Event event) {
    InputStream bytes =
        new FilterInputStream(text()) {
          private boolean begun;

          @Override
          public int read(byte[] target, int offset, int count) throws IOException {
            if (!begun) {
              begun = true;
              event.happen();
            }
            return super.read(target, offset, count);
          }
        };
    return new Body(bytes, TEXT.length());
  }

  private Event writing(BlockName name, String value) {
    return () -> tig.writes().write(name, Bodies.of(value), Mode.REPLACE, Condition.NONE);
  }

  private static Condition only(Condition.Expectation expectation, String value) {
    return new Condition(expectation, Set.of(nameOf(value)), Refusal.CONDITION_FAILED);
  }

  @Test
  void setIfNotFailsIfTheSlotIsCreatedDuringTheUpload() {
    Body body = during(writing(fresh, "first"));

    assertRefused(
        Refusal.TAKEN, () -> tig.writes().write(fresh, body, Mode.REPLACE, Condition.VACANT));
    assertThat(tig.value(fresh)).contains("first");
  }

  @ParameterizedTest
  @EnumSource
  void compareAndSetFailsIfTheValueChangesDuringTheUpload(Mode mode) throws IOException {
    Condition same = only(Condition.Expectation.ONE_OF, "value");
    for (BlockName name : List.of(slot, channel)) {
      writing(slot, "value").happen();
      Body body = during(writing(slot, "changed"));

      assertRefused(Refusal.CONDITION_FAILED, () -> tig.writes().write(name, body, mode, same));
      assertThat(tig.value(slot)).contains("changed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void ifMatchStarFailsIfTheSlotIsDeletedDuringTheUpload(Mode mode) {
    Condition present = only(Condition.Expectation.PRESENT, "");
    Body body = during(() -> tig.writes().delete(slot, Condition.NONE));

    assertRefused(Refusal.CONDITION_FAILED, () -> tig.writes().write(slot, body, mode, present));
    assertThat(tig.value(slot)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void blockSealedDuringAnUploadStaysSealed(Mode mode) {
    BlockName name = nameOf("abc");
    Body body = during(writing(name, "abc"));

    assertRefused(Refusal.SEALED, () -> tig.writes().write(name, body, mode, Condition.NONE));
    assertThat(tig.value(name)).contains("abc");
  }

  @ParameterizedTest
  @EnumSource
  void slotTurnedIntoAChannelDuringAnUploadStaysOne(Mode mode) throws IOException {
    for (String direction : List.of("Read", "Write")) {
      String text = direction + " only channel to tig /" + fresh;
      BlockName target = tig.slot("value");
      BlockName behindChannel = tig.slot("value");
      BlockName way = tig.slot("Write only channel to tig /" + behindChannel);
      Body body = during(writing(target, text));
      Body throughChannel = during(writing(behindChannel, text));

      assertRefused(
          Refusal.CHANNEL_CLOSED, () -> tig.writes().write(target, body, mode, Condition.NONE));
      assertRefused(
          Refusal.CHANNEL_CLOSED,
          () -> tig.writes().write(way, throughChannel, mode, Condition.NONE));
      assertThat(tig.value(target)).contains(text);
      assertThat(tig.value(behindChannel)).contains(text);
    }
  }

  @Test
  void appendFailsIfTheValueGrowsTooLargeDuringTheUpload() throws IOException {
    Body body = during(writing(slot, "x".repeat(MemoryTig.LIMIT - 1)));

    assertRefused(
        Refusal.TOO_LARGE, () -> tig.writes().write(slot, body, Mode.APPEND, Condition.NONE));
    assertThat(tig.text(slot)).hasSize(MemoryTig.LIMIT - 1);
  }

  @Test
  void squatterCreatedDuringAnUploadYieldsOnlyIfTheCallerMayReplace() throws IOException {
    BlockName name = nameOf(TEXT);

    assertRefused(Refusal.TAKEN, () -> tig.writes().seal(during(writing(name, "squatter")), false));
    assertThat(tig.value(name)).contains("squatter");
    tig.writes().seal(during(writing(name, "another squatter")), true);
    assertThat(tig.value(name)).contains(TEXT);
  }
}
